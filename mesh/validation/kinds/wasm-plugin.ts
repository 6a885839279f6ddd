import type { Field } from '../field.js';
import { checkPolicyTargets } from '../policy-targets.js';
import { checkPortNumber } from '../ports.js';

/** The rules of a WasmPlugin (https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/). */
export function checkWasmPlugin(spec: Field): void {
  checkPolicyTargets(spec);
  const [url, hash] = [spec.at('url'), spec.at('sha256')];
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url.text)?.[1]?.toLowerCase();
  if (url.text === '') {
    spec.error('the url is missing');
  } else if (/\s/.test(url.text)) {
    url.error(`\`${url.text}\` is no URL`);
  } else if (scheme !== undefined && !['file', 'http', 'https', 'oci'].includes(scheme)) {
    url.error(`a plugin cannot be loaded by ${scheme}; use file, http, https or oci`);
  }
  if (hash.text !== '' && !/^[a-f0-9]{64}$/.test(hash.text)) {
    hash.error('must be 64 digits of 0-9 and a-f');
  }
  for (const [key, longest] of [
    ['imagePullSecret', 253],
    ['pluginName', 256],
  ] as const) {
    if (spec.at(key).text.length > longest) {
      spec.at(key).error(`must be at most ${longest} characters`);
    }
  }
  checkEnvironment(spec.at('vmConfig').at('env'));
  for (const match of spec.at('match').items) {
    for (const port of match.at('ports').items) {
      checkPortNumber(port.at('number'));
    }
  }
}

function checkEnvironment(variables: Field): void {
  const names = new Set<string>();
  for (const variable of variables.items) {
    const name = variable.at('name');
    if (name.text === '' || name.text.length > 256) {
      variable.error('a variable needs a name of at most 256 characters');
    } else if (names.has(name.text)) {
      name.error(`the variable \`${name.text}\` is given twice`);
    }
    names.add(name.text);
    if (variable.at('valueFrom').text === 'HOST' && variable.at('value').text !== '') {
      variable.at('value').error('a value goes with valueFrom INLINE only');
    }
  }
}
