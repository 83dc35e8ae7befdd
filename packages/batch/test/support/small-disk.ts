import { spawnSync } from "node:child_process";

/**
 * Words before a command that give it a disk of its own of so many kilobytes at `$directory`, in a mount namespace that ends
 * with it: the command may make it larger by `mount -o remount`. Undefined where this system lets nobody mount.
 */
export function smallDisk(directory: string, kilobytes: number): [string, ...string[]] | undefined {
  const mount = `mount -t tmpfs -o size=${kilobytes}k none "$0" && exec "$@"`;
  const ways: [string, ...string[]][] = [
    ["unshare", "-Urm", "sh", "-c", mount, directory],
    // Root may where others have no namespaces of their own.
    ["unshare", "-m", "sh", "-c", mount, directory],
  ];
  return ways.find(([command, ...words]) => spawnSync(command, [...words, "true"]).status === 0);
}
