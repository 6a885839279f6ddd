import { UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import type { Mesh } from '../model/mesh.js';
import { PushContext } from '../proxy/push-context.js';
import { Answer } from './answer.js';
import { answerFacts } from './answer-facts.js';
import { pathOf } from './answer-path.js';
import { Downstreams } from './downstream.js';
import { evaluate, type Question } from './evaluate.js';
import { openNetworkQuestions } from './network-questions.js';
import { type RequestQuery, readTarget } from './query.js';

/**
 * Where a request goes, who answers, and what the caller sees. What is read out of a mesh is read with the first question and kept, so that
 * further ones take microseconds. Never throws: what cannot be reached is an answer too.
 */
export function request(mesh: Mesh, query: RequestQuery): Answer {
  const push = PushContext.of(mesh);
  const downstream = Downstreams.of(mesh).find(query.from);
  const question: Question = { query, target: readTarget(query.to), downstream };
  const reached = evaluate(push, question, false);
  const facts = answerFacts(push, question, reached);
  return new Answer(
    facts,
    () => evaluate(push, question, true).steps,
    () => [
      ...UnmodelledInputs.of(mesh).touching(() => pathOf(push, question, facts)),
      ...openNetworkQuestions(push, question, reached.matched.network),
    ],
  );
}
