import type { CommandDocs } from "./command-docs.js";

/** What `docjobs webhooks <command> --help` teaches. */
export const webhooksDocs: Readonly<Record<"listen" | "verify", CommandDocs>> = {
  listen: {
    brief: "Receive webhooks on this machine while you build",
    customUsage: ["<provider> [--port number] [--forward-to url]"],
    fullDescription: `Receive a provider's webhooks at 127.0.0.1 until Ctrl-C. stdout has the URL, then a line for each delivery: the job,
what it is worth, the event's id, and what became of it. Any path will do.

  verified    signed with the secret, of DOCJOBS_<PROVIDER>_WEBHOOK_SECRET or --secret-stdin; several, one a line
  unverified  the API signs nothing, or no secret is known here: anybody may have sent it
  repeat      an event that was taken before; it is not passed on again
  refused     a bad signature, too old, malformed (401, 400), or over 1 MB (413); it is not passed on

--forward-to passes each event on, byte for byte and with its headers, to a program on this machine or an https URL,
and answers the sender with its status: a delivery that the program did not take is tried again. No API key is
read or sent. A provider on the internet needs a tunnel to the URL; \`docjobs serve\` reaches it as it is.

EXAMPLES
  docjobs webhooks listen convert-fast --forward-to http://localhost:3000/webhooks
  docjobs webhooks listen anchorgrid --port 0 --json=jobId,outcome
  docjobs webhooks listen convert-fast --secret-stdin < secret.txt

With docjobs serve in another terminal; the submit takes the secret from the same variable:
  export DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET=$(openssl rand -hex 16)
  docjobs run convert-fast photo.png --to jpg --set webhookUrl=http://127.0.0.1:4011/`,
  },
  verify: {
    brief: "Say whether a delivery that was kept is genuine",
    customUsage: ["<provider> --signature value < body", "<provider> [file] --header 'name: value'"],
    fullDescription: `Check a webhook's signature over the bytes of its body, from stdin or a file, with the secret of
DOCJOBS_<PROVIDER>_WEBHOOK_SECRET. Nothing is sent. Exit 0: genuine, and its job and event are printed; 11: it is not, or
its signed time is too far from now (--tolerance); 2: nothing says how the provider signs.

EXAMPLES
  docjobs webhooks verify convert-fast --signature sha256=3f0c… < body.json
  docjobs webhooks verify convert-fast body.json --header 'X-Fast-Signature: sha256=3f0c…'`,
  },
};
