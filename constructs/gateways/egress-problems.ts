import type { ExternalCall } from '../external-calls.js';

/** A host that is called through an egress gateway. */
interface CalledHost {
  readonly name: string;
  readonly calls: readonly ExternalCall[];
}

/** What cannot go through an egress gateway; each with why and what to do. */
export function egressProblems(ports: readonly number[], hosts: readonly CalledHost[]): string[] {
  const problems = new Set<string>();
  for (const { name, calls } of hosts) {
    if (name.startsWith('*')) {
      problems.add(
        `an egress gateway cannot look up ${name} in DNS, so it would not know where to send requests; call each host by its name, or keep the namespace out of the gateway's namespaces`,
      );
    }
    const protocols = new Map<number, Set<string>>();
    for (const { port, protocol, originateTls } of calls) {
      protocols.set(port, (protocols.get(port) ?? new Set()).add(protocol));
      if (!ports.includes(port)) {
        problems.add(
          `the egress gateway has no port ${port} for ${name}; its ports are ${ports.join(', ')}, name it among them`,
        );
      }
      if (originateTls && protocol !== 'HTTP') {
        problems.add(`originateTls of ${name}:${port} is for plain HTTP, and callers send ${protocol}; call port 80`);
      }
    }
    for (const [port, spoken] of protocols) {
      if (spoken.size > 1) {
        problems.add(
          `${[...spoken].sort().join(' and ')} are spoken with ${name}:${port}; declare one protocol for it`,
        );
      }
      const wishes = new Set(calls.filter((call) => call.port === port).map(({ originateTls }) => originateTls));
      if (wishes.size > 1) {
        problems.add(`some callers of ${name}:${port} want originateTls and some do not; say the same in each call`);
      }
    }
  }
  for (const problem of tcpProblems(hosts)) problems.add(problem);
  return [...problems].sort();
}

/** A sidecar knows a TCP connection by its port alone, so two hosts at one port would get each other's connections. */
function tcpProblems(hosts: readonly CalledHost[]): string[] {
  const byPort = new Map<string, Set<string>>();
  for (const { name, calls } of hosts) {
    for (const { port, protocol, caller } of calls) {
      if (protocol !== 'TCP') continue;
      const key = `port ${port} in namespace ${caller.namespace}`;
      byPort.set(key, (byPort.get(key) ?? new Set()).add(name));
    }
  }
  return [...byPort]
    .filter(([, names]) => names.size > 1)
    .map(
      ([place, names]) =>
        `${[...names].sort().join(' and ')} are called as TCP at ${place}, where sidecars cannot tell them apart; speak TLS, which names the host, or use ports of their own`,
    );
}
