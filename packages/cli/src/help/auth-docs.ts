import type { CommandDocs } from "./command-docs.js";

/** What `docjobs auth <command> --help` teaches. */
export const authDocs: Readonly<Record<"login" | "status" | "logout", CommandDocs>> = {
  login: {
    brief: "Save a provider's API key on this machine",
    customUsage: ["<provider> [--base-url url]", "<provider> --api-key-stdin < file"],
    fullDescription: `Save a provider's API key in ~/.config/docjobs/profile.json, which only you can read. On a terminal the key is
asked for and not shown; else it is read from stdin. It is never a flag. Nothing is sent.

The key is bound to an origin, the API's own or that of --base-url, and goes nowhere else. A key of two parts (a user
and a password, an id and a secret) is asked for part by part; on stdin it is one line, first:second, or two lines.

EXAMPLES
  docjobs auth login castdoc
  docjobs auth login castdoc < key.txt
  pass show convert-fast | docjobs auth login convert-fast
  docjobs auth login anchorgrid --base-url http://127.0.0.1:4010`,
  },
  status: {
    brief: "Show where each provider's key comes from and where it goes",
    customUsage: ["[provider] [--check]"],
    fullDescription: `Show one line a provider: the state of its key, the key's last characters, the variable or file that it comes from,
and the origin that it goes to. Nothing is sent, but with --check one request that costs nothing to each API.

States: present, missing, unusable (malformed); with --check accepted, refused, or unknown (no answer). Exit 4: the
named provider has no key that can be used, or a key was refused; 7: an API did not answer.

EXAMPLES
  docjobs auth status
  docjobs auth status castdoc --check
  docjobs auth status --json=provider,state`,
  },
  logout: {
    brief: "Remove saved keys from this machine",
    customUsage: ["<provider>", "--all"],
    fullDescription: `Remove a provider's key from the profile, or with --all every one. A key that is not there is no error. Keys in
variables stay; the key itself stays valid at the provider.

EXAMPLES
  docjobs auth logout castdoc
  docjobs auth logout --all`,
  },
};
