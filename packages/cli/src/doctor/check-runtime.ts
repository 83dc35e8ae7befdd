import { EXIT } from "../errors/exit-codes.js";
import { VERSION } from "../version.js";
import { fail, ok, warn, type Finding } from "./finding.js";

/** The runtime and the variables that change how it reaches the network. */
export function checkRuntime(env: NodeJS.ProcessEnv, nodeVersion: string): Finding[] {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  const name = `docjobs ${VERSION}, Node.js ${nodeVersion}`;
  const findings = [
    isOld ? fail("runtime", name, "Install Node.js 20.19 or later.", EXIT.bug) : ok("runtime", name),
  ];
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") {
    findings.push(
      fail(
        "tls",
        "NODE_TLS_REJECT_UNAUTHORIZED=0: whoever is on the way can read the keys",
        "Unset it; name an authority of your own with NODE_EXTRA_CA_CERTS.",
        EXIT.service,
      ),
    );
  }
  const proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].find((variable) => env[variable]);
  if (proxy !== undefined && env["NODE_USE_ENV_PROXY"] !== "1") {
    findings.push(
      warn(
        "proxy",
        `${proxy} is set, and Node.js does not use it`,
        "Where there is no other way out: Node.js 24 or later, with NODE_USE_ENV_PROXY=1.",
      ),
    );
  }
  return findings;
}
