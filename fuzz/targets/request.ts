import { request as ask, queryProblems, type RequestQuery } from '../../mesh/index.js';
import { answerLines } from '../../mesh/survey/answer-lines.js';
import { asMeshInput, makeMeshInput, meshOf } from '../mesh-input.js';
import { type FuzzTarget, must } from '../target.js';

const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0);

/** Meshes with broken objects: where requests go. */
export const request: FuzzTarget = {
  name: 'request',
  make: makeMeshInput,
  check: (input) => {
    const { objects, queries } = asMeshInput(input);
    const mesh = meshOf(objects);
    for (const query of queries as unknown as readonly RequestQuery[]) {
      const unusable = queryProblems(mesh, query).some(({ code }) => code === 'QUERY_URL');
      if (unusable) {
        continue;
      }
      const answer = ask(mesh, query);
      const total = sum(answer.outcomes.map(({ probability }) => probability));
      must(answer.outcomes.length === 0 || Math.abs(total - 1) < 1e-6, `outcomes sum to ${total}`);
      const statuses = sum(Object.values(answer.status));
      must(Math.abs(statuses - 1) < 1e-6 || Object.keys(answer.status).length === 0, `statuses sum to ${statuses}`);
      must(
        !/NaN|undefined|\[object /.test(answerLines(query, answer).join('\n')),
        'the answer shows a value of JavaScript',
      );
      must(JSON.stringify(answer) === JSON.stringify(ask(mesh, query)), 'asked twice, answered differently');
    }
  },
};
