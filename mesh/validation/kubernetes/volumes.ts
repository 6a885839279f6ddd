import type { Field } from '../field.js';
import { checkGiven, checkLabelName, checkUnique } from './values.js';

/** The text that each kind of volume cannot be without. */
const needed: ReadonlyMap<string, string> = new Map([
  ['configMap', 'name'],
  ['secret', 'secretName'],
  ['hostPath', 'path'],
  ['persistentVolumeClaim', 'claimName'],
  ['csi', 'driver'],
]);

/** What an API server refuses in the volumes of a pod. */
export function checkVolumes(spec: Field): void {
  const volumes = spec.at('volumes').items;
  for (const volume of volumes) {
    const name = volume.at('name');
    if (checkGiven(name)) {
      checkLabelName(name);
    }
    const kinds = volume.entries.filter(([key, value]) => key !== 'name' && value.isSet).map(([key]) => key);
    if (kinds.length > 1) {
      volume.error(`a volume is of one kind, not ${kinds.join(' and ')}`);
    }
    for (const kind of kinds) {
      const key = needed.get(kind);
      const value = key === undefined ? undefined : volume.at(kind).at(key);
      if (value !== undefined && (!value.isSet || value.value === '')) {
        value.error('must be given');
      }
      checkModes(volume.at(kind));
    }
  }
  checkUnique(
    volumes.map((volume) => volume.at('name')),
    'volume',
  );
}

function checkModes(source: Field): void {
  const mode = source.at('defaultMode').number;
  if (mode < 0 || mode > 0o777) {
    source.at('defaultMode').error('must be a mode from 0 to 0777');
  }
  for (const item of source.at('items').items) {
    checkGiven(item.at('key'));
    const path = item.at('path').text;
    if (path.startsWith('/') || path.split('/').includes('..')) {
      item.at('path').error('must be a relative path without ..');
    }
  }
}
