import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { View } from '../layout/view.js';
import type { EngineInput } from '../model/engine-input.js';
import type { ReportData } from '../model/report-data.js';

/** What the page is made of. */
export interface Payload {
  readonly data: ReportData;
  readonly views: readonly View[];
  readonly engine: EngineInput;
}

/** A payload as Base64 of compressed JSON: a tenth of its size (higher levels take twice the time for a tenth less), and no text of a manifest can be taken for a part of the page. */
export function packed(payload: Payload): string {
  const bytes = deflateSync(strToU8(JSON.stringify(payload)), { level: 3 });
  let binary = '';
  for (let index = 0; index < bytes.length; index += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(index, index + 0x8000));
  }
  return btoa(binary);
}

/** The payload of a packed text. */
export function unpacked(text: string): Payload {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return JSON.parse(strFromU8(inflateSync(bytes))) as Payload;
}
