import { setHaste } from '../../mesh/exploration/haste.js';
import { callers, compareMeshes, describeChanges, impact, mtls } from '../../mesh/index.js';
import { access } from '../../mesh/kubernetes/rbac/access.js';
import { asMeshInput, makeMeshInput, meshOf } from '../mesh-input.js';
import { type FuzzTarget, must } from '../target.js';

/** Milliseconds of processor time after which comparisons are in haste. */
const patience = 2000;

const shows = (value: unknown): boolean => !/\bNaN\b|\[object /.test(JSON.stringify(value) ?? '');

/** Meshes with broken objects: callers, mTLS, impact, access, and what changes without the broken ones. */
export const survey: FuzzTarget = {
  name: 'survey',
  make: makeMeshInput,
  check: (input) => {
    const { objects } = asMeshInput(input);
    const before = process.cpuUsage();
    // As the command line does it: what is said to be left out, is left out in time.
    setHaste(() => process.cpuUsage(before).user / 1000 > patience);
    const mesh = meshOf(objects);
    for (const service of mesh.services.slice(0, 5)) {
      must(shows([callers(mesh, service), impact(mesh, service)]), 'a row shows a value of JavaScript');
    }
    must(shows([mtls(mesh), access(mesh)]), 'a row shows a value of JavaScript');
    const changes = compareMeshes(mesh, meshOf(objects.slice(0, -1))).changes;
    must(shows(describeChanges(changes)), 'a change shows a value of JavaScript');
    must(compareMeshes(mesh, meshOf(objects)).changes.length === 0, 'a mesh differs from itself');
  },
};
