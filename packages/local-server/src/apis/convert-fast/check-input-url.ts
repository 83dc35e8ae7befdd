import { isLoopbackHost, isPrivateHost } from "../../net/private-addresses.js";
import { urlError } from "./convert-fast-errors.js";

/**
 * Checks a URL that the API is asked to fetch. On this server http is taken as well where it is to this machine.
 *
 * @throws ApiError one of the documented `url_fetch.…` codes.
 */
export function checkInputUrl(given: string): URL {
  if (!URL.canParse(given)) throw urlError("invalid_url", "inputUrl is not a URL.");
  const url = new URL(given);
  const { protocol, hostname } = url;
  if (url.username !== "" || url.password !== "") {
    throw urlError("invalid_url", "inputUrl must not have a user name or a password.");
  }
  if (isLoopbackHost(hostname) && protocol === "http:") return url;
  if (protocol !== "https:") throw urlError("invalid_scheme", "inputUrl must be an HTTPS URL.");
  if (!isLoopbackHost(hostname) && isPrivateHost(hostname)) {
    throw urlError("private_ip", "inputUrl points to a private address.");
  }
  return url;
}
