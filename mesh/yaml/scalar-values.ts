import { type ScalarNode, yamlTag } from './nodes.js';
import { mostSigned, type Resolved, resolvePlain } from './plain-scalars.js';
import { decodeUtf8 } from './utf8.js';
import { YamlError } from './yaml-error.js';

const typeOfTag: ReadonlyMap<string, string> = new Map(
  ['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary'].map((type) => [yamlTag(type), type]),
);

/**
 * What a scalar is. A tag of YAML's own scalar types must fit; other tags are not looked at.
 *
 * @throws YamlError
 */
export function resolveScalar(node: ScalarNode): Resolved {
  const { tag, text, isImplicit } = node;
  if (tag === '') {
    return isImplicit ? resolvePlain(text) : { type: 'str', value: text };
  }
  const type = typeOfTag.get(tag);
  if (type === 'binary') {
    return { type: 'str', value: decodedBinary(node) };
  }
  return type === undefined || type === 'str' ? { type: 'str', value: text } : resolveAs(type, node);
}

function resolveAs(type: string, { text, start }: ScalarNode): Resolved {
  if (type === 'timestamp' && isTimestamp(text)) {
    return { type: 'str', value: text };
  }
  const resolved = resolvePlain(text);
  if (resolved.type === type) {
    return resolved;
  }
  if (type === 'float' && resolved.type === 'int' && resolved.value <= mostSigned) {
    return { type: 'float', value: Number(resolved.value) };
  }
  throw new YamlError(`the text does not fit its tag !!${type}`, start);
}

const date = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const time =
  /^(?:|[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)$/;

/** Whether a text is a point in time in one of the forms that go-yaml knows. */
function isTimestamp(text: string): boolean {
  const [whole = '', year, month, day] = date.exec(text) ?? [];
  const times = time.exec(text.slice(whole.length));
  if (whole === '' || times === null) {
    return false;
  }
  const [hours = 0, minutes = 0, seconds = 0] = times.slice(1).filter(Boolean).map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = moment.getUTCMonth() === Number(month) - 1 && moment.getUTCDate() === Number(day);
  return isDay && hours < 24 && minutes < 60 && seconds < 60;
}

function decodedBinary({ text, start }: ScalarNode): string {
  const base64 = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(base64)) {
    throw new YamlError('the text is not base64, as its tag !!binary says', start);
  }
  return decodeUtf8(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
}
