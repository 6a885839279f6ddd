// Loaded into every Node process of an engine test: lets it reach this machine only, and notes what else it tried.
// The engine's other plugins go through the emulator's proxy, which does the same.
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const target = typeof first === 'object' ? first : { port: first, host: second };
  const host = typeof target.host === 'string' ? target.host : 'localhost';
  // A path without a host is a socket of this machine; with one it may be the path of a request.
  const local = (target.path && !target.host) || /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
  if (local) return connect.apply(this, args);
  appendFileSync(process.env.REFUSED_CONNECTIONS ?? '/dev/null', `${host}:${target.port}\n`);
  queueMicrotask(() => this.destroy(new Error(`the engine test must not reach ${host}`)));
  return this;
};
