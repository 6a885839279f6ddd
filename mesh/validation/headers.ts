import type { Field } from './field.js';

const token = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const pseudoHeaders: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** Whether a header name stands for a JWT claim: `@request.auth.claims.sub` or `@request.auth.claims[sub]`. */
export function isClaimHeader(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|\[.+\])$/is.test(name);
}

/** Reports a header name in a match that no request can have. */
export function checkMatchedHeader(field: Field, name: string): void {
  if (!isClaimHeader(name) && !pseudoHeaders.has(name) && !token.test(name)) {
    field.error(`\`${name}\` is no header name`);
  }
}

/** Reports a header name of CORS that is neither `*` nor a name. */
export function checkCorsHeader(field: Field): void {
  if (field.text !== '*' && !token.test(field.text)) {
    field.error(`\`${field.text}\` is no header name`);
  }
}

/** The rules of `headers` of a route or destination: what is set, added and removed. */
export function checkHeaderOperations(headers: Field): void {
  for (const direction of ['request', 'response']) {
    const operations = headers.at(direction);
    for (const operation of ['add', 'set']) {
      for (const [name, value] of operations.at(operation).entries) {
        checkChangedHeader(value, name, direction === 'request');
        checkHeaderValue(value);
      }
    }
    for (const name of operations.at('remove').texts) {
      checkChangedHeader(name, name.text, false);
    }
  }
}

/** Whether a header is the host of the request. */
export function isAuthority(name: string): boolean {
  return [':authority', 'host'].includes(name.toLowerCase());
}

function checkChangedHeader(field: Field, name: string, mayBeAuthority: boolean): void {
  if (name === '') {
    field.error('a header name is empty');
  } else if ((name.startsWith(':') || isAuthority(name)) && !(mayBeAuthority && isAuthority(name))) {
    field.error(`the header \`${name}\` cannot be changed here`);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a header value must not have
const controls = /[\u0000-\u0008\u000A-\u001F\u007F]/;

function checkHeaderValue(field: Field): void {
  const mistake = controls.test(field.text) ? 'it has control characters' : formatMistake(field.text);
  if (mistake !== undefined) {
    field.error(`\`${field.text}\` is no header value: ${mistake}`);
  }
}

/**
 * What is wrong with the `%` signs of a header value, as Envoy reads it: `%%` is one, `%NAME%` and `%NAME(argument)%` are commands
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers).
 */
function formatMistake(value: string): string | undefined {
  let position = value.indexOf('%');
  while (position >= 0) {
    if (value[position + 1] === '%') {
      position = value.indexOf('%', position + 2);
      continue;
    }
    const command =
      /^%[^%(]*(?:%|\( *(?:\[ *"(?:\\.|[^"\\)])*"(?: *, *"(?:\\.|[^"\\)])*")* *\] *|(?:\\.|[^\\)])*)\) *%)/s.exec(
        value.slice(position),
      );
    if (command === null) {
      return 'write %% for a percent sign, or close the command with %';
    }
    position = value.indexOf('%', position + command[0].length);
  }
  return undefined;
}
