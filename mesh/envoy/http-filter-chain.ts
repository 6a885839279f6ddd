import { leftOutRules } from '../istio/left-out-rules.js';
import type { Fault } from '../istio/route-source.js';
import { hostOf } from './authority.js';
import { after, type Exchange, exchange, matchedBefore } from './exchange.js';
import { answersPreflight } from './http-filters/cors.js';
import { decideExtAuthz } from './http-filters/ext-authz.js';
import { injectFault } from './http-filters/fault.js';
import { verifyTokens } from './http-filters/jwt-authn.js';
import { decideRbac } from './http-filters/rbac.js';
import type { Subject } from './http-filters/rbac-attributes.js';
import type { HttpRequest } from './http-request.js';
import type { HttpStream, RouteMatch, StreamContext } from './http-stream.js';
import { response } from './response.js';
import { findRoute, routeSteps } from './route-table.js';
import { routeRequest } from './router.js';
import { type Simulation, traced } from './simulation.js';
import { percent, type Step, untraced } from './trace.js';

/**
 * The chain of HTTP filters that sidecars, gateways and waypoints share, from one of them on: what policies ask first, then, with the route
 * known, faults and preflights; the router is last.
 */
export function decode(simulation: Simulation, context: StreamContext, stream: HttpStream, from: number): Exchange {
  const filter = context.filters[from];
  const { push, circumstances } = simulation;
  const next = (changed: HttpStream): Exchange => decode(simulation, context, changed, from + 1);
  switch (filter?.name) {
    case 'envoy.filters.http.jwt_authn': {
      const decision = verifyTokens(filter, stream.request, push.mesh.now.getTime());
      const { isAccepted, reason, status, request, claims } = decision;
      const steps = stepOf(simulation, filter.name, isAccepted, reason);
      return isAccepted
        ? after(steps, next({ ...stream, request, claims }))
        : exchange(response({ status, kind: 'denied', reason }), steps);
    }
    case 'envoy.filters.http.ext_authz': {
      const subject = subjectOf(context, stream);
      const decision = decideExtAuthz(filter, subject, circumstances.customDecision, push.trustDomains);
      const { isAllowed, policy, reason, status } = decision;
      return isAllowed
        ? next(stream)
        : exchange(
            response({ status, kind: 'denied', flag: 'UAEX', policy, reason }),
            stepOf(simulation, filter.name, false, reason),
          );
    }
    case 'envoy.filters.http.rbac': {
      const { isAllowed, policy, reason } = decideRbac(filter, subjectOf(context, stream), push.trustDomains);
      const steps = stepOf(simulation, filter.name, isAllowed, reason);
      return isAllowed
        ? after(steps, next(policy === '' ? stream : { ...stream, policy }))
        : exchange(response({ status: '403', kind: 'denied', policy, reason }), steps);
    }
    default:
      return stream.match === undefined
        ? withRoute(simulation, context, stream, from)
        : decodeRouted(simulation, context, stream, from);
  }
}

/** Looks up the route, which a verified token, whose claims routes may look at, makes a proxy choose by the request as it is now. */
function withRoute(simulation: Simulation, context: StreamContext, stream: HttpStream, from: number): Exchange {
  const { routeConfiguration, received } = context;
  const { claims } = stream;
  const request = claims === undefined ? received : stream.request;
  const match = findRoute(routeConfiguration, request, claims);
  const { route } = match;
  const next = decodeRouted(simulation, context, { ...stream, match }, from);
  const steps = simulation.isTracing
    ? [...routeSteps(routeConfiguration, match, request, claims), ...leftOutSteps(simulation, match, request)]
    : untraced;
  return after(
    steps,
    route?.rule === undefined ? next : matchedBefore({ route, fault: route.rule.fault ?? null }, next),
  );
}

/** The rules for the host that no proxy gets, where a request finds no route. */
function leftOutSteps({ push }: Simulation, { route }: RouteMatch, { authority }: HttpRequest): readonly Step[] {
  return route !== undefined
    ? untraced
    : leftOutRules(push.mesh, hostOf(authority)).map(({ label, reason }) => ({
        stage: 'route',
        name: label,
        outcome: 'passed over',
        reason,
      }));
}

function decodeRouted(simulation: Simulation, context: StreamContext, stream: HttpStream, from: number): Exchange {
  const filter = context.filters[from];
  const rule = stream.match?.route?.rule;
  const next = (): Exchange => decodeRouted(simulation, context, stream, from + 1);
  switch (filter?.name) {
    case 'envoy.filters.http.fault': {
      const fault = rule?.fault;
      return fault === undefined
        ? next()
        : after(faultSteps(simulation, fault), injectFault(fault, context.connection.isProxied, next));
    }
    case 'envoy.filters.http.cors': {
      const isForwarded = rule?.redirect === undefined && rule?.directStatus === undefined;
      return isForwarded && answersPreflight(rule?.cors, stream.request)
        ? exchange(
            response({ status: '200', kind: 'answered', reason: 'preflight' }),
            stepOf(simulation, filter.name, true, 'the proxy answers the preflight itself: 200'),
          )
        : next();
    }
    default:
      return routeRequest(simulation, context, stream);
  }
}

function subjectOf({ connection, proxy, remoteIp }: StreamContext, { request, claims }: HttpStream): Subject {
  const { principal, sourceIp, sni } = connection;
  return { principal, sourceIp, remoteIp, port: proxy.port, sni, http: { request, claims } };
}

function stepOf(simulation: Simulation, name: string, isPassed: boolean, reason: string): readonly Step[] {
  return reason === ''
    ? untraced
    : traced(simulation, () => ({ stage: 'http-filter', name, outcome: isPassed ? 'passed' : 'denied', reason }));
}

function faultSteps(simulation: Simulation, { abort, delay }: Fault): readonly Step[] {
  const name = 'envoy.filters.http.fault';
  const step = (outcome: string, reason: string): readonly Step[] =>
    traced(simulation, () => ({ stage: 'http-filter', name, outcome, reason }));
  return [
    ...(abort === undefined || abort.probability === 0
      ? []
      : step('aborts', `${percent(abort.probability)} are aborted with ${abort.status}`)),
    ...(delay === undefined || delay.probability === 0
      ? []
      : step('delays', `${percent(delay.probability)} are delayed by ${delay.duration}`)),
  ];
}
