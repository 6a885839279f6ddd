import { asText, fieldsListOf, fieldsOf } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Whether the conditions of an analysis say what no traffic means: Prometheus then answers with an empty list or with NaN. */
export const analysisTemplates: Check = {
  name: 'analysis-templates',
  types: [asmCodes.ASM0034],
  run(mesh, report) {
    for (const kind of ['AnalysisTemplate', 'ClusterAnalysisTemplate']) {
      for (const object of mesh.objectsOf('argoproj.io', kind)) {
        for (const [index, metric] of fieldsListOf(object.spec['metrics']).entries()) {
          const isPrometheus = fieldsOf(metric['provider'])['prometheus'] !== undefined;
          const condition = asText(metric['successCondition']) ?? '';
          if (isPrometheus && condition.includes('result[0]') && !/isNaN|len\(/.test(condition)) {
            const values = {
              what: `the condition of metric ${asText(metric['name']) ?? index} does not say what no traffic means`,
              why: 'without requests the result is empty or NaN, and the analysis fails or errs',
              fix: `write for example len(result) == 0 || isNaN(result[0]) || ${condition}`,
            };
            const field = ['spec', 'metrics', index, 'successCondition'];
            report(asmCodes.ASM0034, object, values, field, { level: 'warning' });
          }
        }
      }
    }
  },
};
