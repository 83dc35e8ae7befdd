import type { FaultContext } from "../fault-row.js";
import { type RawServer, startRawServer, type Wire, type WireRequest } from "./raw-server.js";

/** Answers a request. `normal` gives the answer that there would have been without the fault. */
export type Route = (request: WireRequest, wire: Wire, normal: () => void) => unknown;

export interface RoutedServer extends RawServer {
  /** The next requests to a route meet these, one each. */
  once(route: string, ...faults: Route[]): void;
  /** Every request to a route meets this, once those of `once` are used up. */
  always(route: string, fault: Route): void;
}

/**
 * A server with well-behaved routes, and faults in front of them. A route is `METHOD /path`, with `*` for one segment;
 * any other request is answered with 404.
 */
export async function startRoutedServer(
  context: Pick<FaultContext, "onEnd">,
  routes: Readonly<Record<string, Route>>,
): Promise<RoutedServer> {
  const queued = new Map<string, Route[]>();
  const lasting = new Map<string, Route>();
  const server = await startRawServer(context, (request, wire) => {
    const route = Object.keys(routes).find((each) => matches(each, request));
    const nothing: Route = () => wire.answer(404, { code: "no_such_route" });
    const normal = (): unknown => (routes[route ?? ""] ?? nothing)(request, wire, () => {});
    const fault = queued.get(route ?? "")?.shift() ?? lasting.get(route ?? "");
    return fault ? fault(request, wire, () => void normal()) : normal();
  });
  const check = (route: string): void => {
    if (!(route in routes)) throw new Error(`the server has no route ${route}`);
  };
  return Object.defineProperties(server as RoutedServer, {
    once: {
      value: (route: string, ...faults: Route[]) => {
        check(route);
        queued.set(route, [...(queued.get(route) ?? []), ...faults]);
      },
    },
    always: {
      value: (route: string, fault: Route) => {
        check(route);
        lasting.set(route, fault);
      },
    },
  });
}

export function matches(route: string, { method, path }: WireRequest): boolean {
  const pattern = route.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+");
  return new RegExp(`^${pattern}$`).test(`${method} ${path}`);
}
