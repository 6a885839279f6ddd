import { buildMesh, type Mesh } from '../../mesh/model/index.js';
import { type Answer, type RequestQuery, request } from '../../mesh/request/index.js';
import { answerLines } from '../../mesh/survey/answer-lines.js';
import { answerAssumptions } from '../../mesh/survey/assumptions.js';
import { type CallerRow, callers, findService } from '../../mesh/survey/callers.js';
import { type ImpactRow, impact } from '../../mesh/survey/impact.js';
import { isUnanswerable, type QueryProblem, queryProblems } from '../../mesh/survey/query-problems.js';
import type { EngineInput } from '../model/engine-input.js';

/** What the box says to a question. */
export interface Reply {
  /** The lines that `asm-blueprints request` prints; empty where there is no answer. */
  readonly lines: readonly string[];
  readonly answer: Answer | undefined;
  readonly problems: readonly QueryProblem[];
}

/** The model of the mesh in the page: the one that the commands use, made when it is first asked. */
export class Engine {
  private made: Mesh | undefined;

  constructor(private readonly input: EngineInput) {}

  get mesh(): Mesh {
    this.made ??= buildMesh(this.input.resources, this.input.options);
    return this.made;
  }

  /** The answer that `asm-blueprints request` gives. */
  ask(query: RequestQuery): Reply {
    const problems = queryProblems(this.mesh, query);
    if (problems.some(isUnanswerable)) {
      return { lines: [], answer: undefined, problems };
    }
    const answer = request(this.mesh, query);
    return { lines: answerLines(query, answer, answerAssumptions(this.mesh, query, answer)), answer, problems };
  }

  /** Who can reach a service: the rows of `asm-blueprints callers`. */
  callersOf(id: string): readonly CallerRow[] {
    const service = findService(this.mesh, id);
    return service === undefined ? [] : callers(this.mesh, service);
  }

  /** Who feels it when a service fails: the rows of `asm-blueprints impact`. */
  impactOf(id: string): readonly ImpactRow[] {
    const service = findService(this.mesh, id.replace(/^host:/, ''));
    return service === undefined ? [] : impact(this.mesh, service);
  }
}
