/** A field of a message in the encoding of Protocol Buffers, of those that hold bytes. */
interface BytesField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Numbers of fields in `google/protobuf/descriptor.proto`. */
const numbers = { fileOfSet: 1, packageOfFile: 2, serviceOfFile: 6, nameOfService: 1 } as const;

/**
 * The full names of the gRPC services of a FileDescriptorSet, `shop.v1.Cart`; undefined when the bytes are not one.
 *
 * Reads the encoding only as far as names need it (https://protobuf.dev/programming-guides/encoding/).
 */
export function servicesOfDescriptors(bytes: Uint8Array): readonly string[] | undefined {
  const set = fieldsOfMessage(bytes);
  const files = set?.filter(({ number }) => number === numbers.fileOfSet);
  if (set === undefined || files === undefined || files.length === 0) {
    return undefined;
  }
  const names: string[] = [];
  for (const file of files) {
    const fields = fieldsOfMessage(file.bytes);
    if (fields === undefined) {
      return undefined;
    }
    const packageName = textOf(fields, numbers.packageOfFile);
    for (const service of fields.filter(({ number }) => number === numbers.serviceOfFile)) {
      const name = textOf(fieldsOfMessage(service.bytes) ?? [], numbers.nameOfService);
      names.push(packageName === '' ? name : `${packageName}.${name}`);
    }
  }
  return names;
}

function textOf(fields: readonly BytesField[], wanted: number): string {
  const field = fields.find(({ number }) => number === wanted);
  return field === undefined ? '' : new TextDecoder().decode(field.bytes);
}

/** The fields of a message that hold bytes; undefined when it is not a message. */
function fieldsOfMessage(bytes: Uint8Array): readonly BytesField[] | undefined {
  const found: BytesField[] = [];
  let offset = 0;
  const varint = (): number => {
    for (let value = 0, scale = 1, read = 0; read < 10; read += 1, scale *= 128) {
      const byte = bytes[offset];
      if (byte === undefined) {
        return Number.NaN;
      }
      offset += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
    }
    return Number.NaN;
  };
  while (offset < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const length = { 0: 0, 1: 8, 2: -1, 5: 4 }[tag % 8];
    if (!(number > 0) || length === undefined) {
      return undefined;
    }
    const size = length === -1 ? varint() : length;
    if (tag % 8 === 0 && Number.isNaN(varint())) {
      return undefined;
    }
    if (!(offset + size <= bytes.length)) {
      return undefined;
    }
    if (length === -1) {
      found.push({ number, bytes: bytes.subarray(offset, offset + size) });
    }
    offset += size;
  }
  return found;
}
