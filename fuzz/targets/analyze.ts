import { formatGitHub } from '../../cli/analyze/format-github.js';
import { formatJson } from '../../cli/analyze/format-json.js';
import { formatSarif } from '../../cli/analyze/format-sarif.js';
import { formatText } from '../../cli/analyze/format-text.js';
import { environmentFindings, type FindingSettings, readManifests } from '../../mesh/index.js';
import { asMeshInput, makeMeshInput, textOf } from '../mesh-input.js';
import { type FuzzTarget, must } from '../target.js';

const none: FindingSettings = { levels: {}, suppressions: [], external: {} };

/** Meshes with broken objects: the findings, in every format. */
export const analyze: FuzzTarget = {
  name: 'analyze',
  make: makeMeshInput,
  check: (input) => {
    const { resources, problems } = readManifests(textOf(asMeshInput(input).objects), 'mesh.json');
    const { errors, warnings, suppressed, assumptions } = environmentFindings(resources, none);
    const findings = [...errors, ...warnings];
    for (const { code, message } of findings) {
      must(message !== '' && !/\bNaN\b|\bundefined\b|\[object /.test(message), `${code} says: ${message}`);
    }
    const report = {
      findings,
      suppressed,
      assumptions,
      problems,
      isComplete: true,
      locate: () => 1,
      objects: resources.length,
      files: 1,
    };
    const formats = [formatText(report), formatGitHub(report), formatJson(report), formatSarif(report)];
    must(
      formats.every((text) => typeof text === 'string'),
      'a format writes no text',
    );
  },
};
