import { findingTypes } from './finding-type.js';

/** What only this program finds. Codes are never used again for something else. */
export const asmCodes = findingTypes({
  ASM0001: {
    name: 'WeightsNotHundred',
    level: 'warning',
    template:
      'the weights of route {route} add up to {sum}, not to 100, so the shares are not the percentages that they look like',
    description: 'The weights of a route do not add up to 100.',
  },
  ASM0002: {
    name: 'StrictWithOutsideCaller',
    level: 'error',
    template:
      '{caller} has no proxy and calls {service}, which takes mTLS only, so its connections are reset: {evidence}',
    description: 'STRICT mTLS while a known caller is outside the mesh.',
  },
  ASM0003: {
    name: 'AllowsEveryone',
    level: 'warning',
    template: 'rule {rule} allows {whom} every request: {effect}',
    description: 'An ALLOW policy has a rule that allows everyone.',
  },
  ASM0004: {
    name: 'StrictWithoutAuthorization',
    level: 'info',
    template:
      '{namespaces}: mTLS proves who calls, but no AuthorizationPolicy says who may, so every workload of the mesh may',
    description: 'A namespace is in STRICT mode and has no AuthorizationPolicy.',
  },
  ASM0005: {
    name: 'PublicGatewayWithoutTls',
    level: 'warning',
    template:
      'port {port} serves {hosts} in plain text to the Internet, through Service {service}; serve HTTPS, and let this port redirect to it',
    description: 'A public gateway serves routes without TLS.',
  },
  ASM0006: {
    name: 'PublicGatewayWithoutRateLimit',
    level: 'info',
    template:
      'the Internet reaches {hosts} through Service {service} without a limit of requests; add one, or silence this where something in front limits them',
    description: 'A public gateway has no rate limit.',
  },
  ASM0007: {
    name: 'ClaimsWithoutRequestAuthentication',
    level: 'error',
    template:
      'the object looks at {attributes}, but no RequestAuthentication verifies tokens where it applies, so no request has them; add one',
    description: 'A policy or route looks at the token of a request where no RequestAuthentication applies.',
  },
  ASM0008: {
    name: 'UnknownPrincipal',
    level: 'warning',
    template: 'no caller has the identity {principal}: {reason}',
    description: 'A policy names a principal that no workload has.',
  },
  ASM0009: {
    name: 'HttpSettingsOnTcp',
    level: 'warning',
    template: '{settings} cannot act on {host}: the proxy sees no HTTP at {ports}; name the port http, or remove them',
    description: 'HTTP settings, HTTP routes or ejection by 5xx on a port that the mesh sees as TCP or TLS.',
  },
  ASM0010: {
    name: 'ShortHostElsewhere',
    level: 'error',
    template:
      'a short name is looked for in the namespace of the route, so requests get 503: {why}; write the full name or the namespace',
    description: 'A route names a short host that is no Service of its namespace.',
  },
  ASM0011: {
    name: 'RetriesMultiply',
    level: 'warning',
    template:
      'up to {tries} requests reach {host} for one: gateway route {gatewayRoute} tries {outer} times, and {caller} each time {inner} times; retry in one place',
    description: 'Retries at a gateway and at a caller behind it multiply.',
  },
  ASM0012: {
    name: 'RetriesOverTimeout',
    level: 'warning',
    template:
      'route {route} allows {attempts} retries of {perTry} each, but ends after {timeout}, so the last ones never happen',
    description: 'The attempts of a route take longer together than its timeout.',
  },
  ASM0013: {
    name: 'EveryoneWritesIstio',
    level: 'error',
    template:
      '{subject} may {verbs} {resources} through {role}, so everyone who can log in can redirect or open all traffic; bind the role to fewer',
    description: 'Everyone, or everyone who logs in, may write Istio resources.',
  },
  ASM0014: {
    name: 'SubsetNotInCluster',
    level: 'error',
    template: 'subset {subset} has no version in cluster {cluster}, where a route needs it: {reason}',
    description: 'A subset has no version in the cluster where a route needs it.',
  },
  ASM0015: {
    name: 'TargetDoesNotAcceptKind',
    level: 'error',
    template: 'sent to {target} ({role}), the object has no effect: {reason}',
    description: 'An object is sent to an API server that does not act on its kind.',
  },
  ASM0016: {
    name: 'AccessLogOfEverything',
    level: 'info',
    template:
      'every request of the whole mesh is logged{where}, so the cost grows with traffic; add a filter or a selector',
    description: 'Access logging is on for everything at full volume.',
  },
  ASM0017: {
    name: 'MissingOwnership',
    level: 'info',
    template: '{annotations} missing, here and on the namespace',
    description: 'A workload does not say who owns it, who pays, or how confidential its data is, where others do.',
  },
  ASM0018: {
    name: 'RefusedByApiServer',
    level: 'error',
    template: '{error}',
    description: 'An API server refuses an object of Kubernetes, of the Gateway API or of ASM.',
  },
  ASM0019: {
    name: 'AcceptedInDoubt',
    level: 'warning',
    template: '{warning}',
    description: 'An object is in a version that is no longer served, or has a part that is ignored.',
  },
  ASM0020: {
    name: 'OnlyInAsm',
    level: 'info',
    template: '{note}',
    description:
      'An Istio object uses what only Alibaba Cloud Service Mesh has, in a mesh that is not known to be one.',
  },
  ASM0021: {
    name: 'DuplicateObject',
    level: 'warning',
    template: 'the object is given {count} times; the last one, at {place}, holds{difference}',
    description: 'An object is given more than once for one API server; only the last one holds.',
  },
  ASM0022: {
    name: 'RequestsAlwaysFail',
    level: 'error',
    template: '{request} {result}: {reason}',
    description: 'A request that the files are made for fails every time.',
  },
  ASM0023: {
    name: 'CallerLockedOut',
    level: 'error',
    template: '{wish}, but the policy denies every such request: {request} gets {status}; {fix}',
    description: 'A policy denies a caller that a route or a declared call leads there.',
  },
  ASM0024: {
    name: 'PortOfTheOtherSide',
    level: 'warning',
    template: '{what} has no effect: {why}; {fix}',
    description:
      'A port is the number of the Service where that of the pod counts, or the reverse, or a name that nothing has.',
  },
  ASM0025: {
    name: 'LosesToAnother',
    level: 'warning',
    template: '{what} has no effect, because {winner} {reason}; {fix}',
    description: 'An object, or a part of one, loses to another one for the same thing.',
  },
  ASM0026: {
    name: 'MatchesNothing',
    level: 'warning',
    template: '{what} fits no request: {why}; {effect}',
    description: 'A rule or a condition is such that no request can fit it.',
  },
  ASM0027: {
    name: 'RedirectsToItself',
    level: 'error',
    template: '{request} is redirected to itself by {route}, without end; {fix}',
    description: 'A route redirects a request to the very URL that was asked for.',
  },
  ASM0028: {
    name: 'PreflightDenied',
    level: 'warning',
    template:
      'it denies the preflights of browsers for {route}, which has a corsPolicy: {request} gets {status}; allow the method OPTIONS there, without a token',
    description: 'A policy denies the preflights of a route with a corsPolicy.',
  },
  ASM0029: {
    name: 'DenyPassedBy',
    level: 'warning',
    template: 'rule {rule} denies {denied}, but not {passed}, which means the same to most applications; {fix}',
    description: 'A request that is written in another way passes a DENY policy by.',
  },
  ASM0030: {
    name: 'PlainTextBetweenProxies',
    level: 'warning',
    template: '{caller} sends plain text to {service}, though both have a proxy and could use mTLS: {reason}; {fix}',
    description: 'Requests between two proxies of the mesh are not encrypted because a setting says so.',
  },
  ASM0031: {
    name: 'NoWaypointEnforces',
    level: 'warning',
    template: '{what} cannot act in ambient mode: {why}; {fix}',
    description: 'Settings for HTTP are for workloads in ambient mode, and no waypoint follows them.',
  },
  ASM0032: {
    name: 'RouteNotAttached',
    level: 'error',
    template: '{what}, so {effect}: {why}',
    description: 'A Gateway does not take a route, or a ReferenceGrant is missing.',
  },
  ASM0033: {
    name: 'ControllerOverwrites',
    level: 'warning',
    template: '{controller} {does} {what}: {why}; {fix}',
    description: 'The controller of a Rollout or a Canary deletes or overwrites what the files declare.',
  },
  ASM0034: {
    name: 'RolloutCannotRun',
    level: 'error',
    template: '{what}: {why}; {fix}',
    description: 'A Rollout or a Canary is written in a way that its controller cannot follow, or that loses requests.',
  },
  ASM0035: {
    name: 'NotWhatItLooksLike',
    level: 'warning',
    template: '{what}, but {effect}; {fix}',
    description: 'A setting does something else than it looks like, or nothing.',
  },
  ASM0036: {
    name: 'LiteralKey',
    level: 'warning',
    template:
      '{what} stands here as text, where everyone who reads the file has it; withdraw it, and refer to a Secret that is made elsewhere',
    description: 'A key or token stands as text in an object that is not a Secret.',
  },
  ASM0050: {
    name: 'PartnerMissing',
    level: 'error',
    template: '{thing} is missing: {why}, so {effect}',
    description:
      'An object of ASM names another one that is not there: a group, a lane, a route, a gateway, a port, a host.',
  },
  ASM0051: {
    name: 'SelectsNoProxy',
    level: 'warning',
    template: 'the object acts on nothing: {why}',
    description: 'An object of ASM selects no proxy of its namespace.',
  },
  ASM0052: {
    name: 'LaneNotWhole',
    level: 'error',
    template: 'the lane of group {group} {mistake}',
    description: 'A traffic lane does not have the services, the pods or the weight that its group asks for.',
  },
  ASM0053: {
    name: 'CredentialUnusable',
    level: 'error',
    template: '{problem}, so TLS handshakes with the hosts that use this credential fail',
    description: 'The certificate or the key of an ASMCredential cannot be used.',
  },
  ASM0054: {
    name: 'RouteBesideLanes',
    level: 'warning',
    template:
      'ASM makes routes of its own for {host}, because ASMSwimLaneGroup {group} has it; write what differs there',
    description: 'A route or rule is written for a service for which ASM makes one from its lanes.',
  },
  ASM0055: {
    name: 'WrongSide',
    level: 'warning',
    template: '{mistake}',
    description: 'A limiter, breaker, transcoder or compressor of ASM is on proxies on which it does not act.',
  },
  ASM0056: {
    name: 'EgressNotForced',
    level: 'info',
    template:
      'workloads that the policy does not name reach the outside directly, because outboundTrafficPolicy is not REGISTRY_ONLY',
    description: 'An ASMEgressTrafficPolicy is in a mesh that lets everything out.',
  },
});
