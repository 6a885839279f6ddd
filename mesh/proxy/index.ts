export type { JsonObject, JsonValue } from './json/json.js';
export { type ProxyConfig, proxyConfig } from './proxy-config.js';
