import { Construct } from 'constructs';
import { RequestAuthentication } from '../api/index.js';
import { AccessPolicy, type AccessRule } from './authorization.js';
import { type PolicyTarget, targeted } from './policy-target.js';

/** Props of {@link JwtAuthentication}. */
export interface JwtAuthenticationProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the namespace of the target gateway, or the chart's */
  readonly namespace?: string;
  /** @default every workload of the namespace */
  readonly target?: PolicyTarget;
  /** Issuer of the tokens, claim `iss`. */
  readonly issuer: string;
  /** Where the issuer publishes its keys. @default found through the issuer's OpenID discovery */
  readonly jwksUri?: string;
  /** The issuer's keys themselves, as JSON, instead of an address. @default none */
  readonly jwks?: string;
  /** Accepted audiences, claim `aud`. @default any */
  readonly audiences?: readonly string[];
  /** Hands the token on to the workload. @default false */
  readonly forwardOriginalToken?: boolean;
  /**
   * Refuses requests without a valid token: adds an AccessPolicy. Authentication alone refuses only invalid tokens;
   * a request without one passes.
   * @default no policy is added
   */
  readonly require?: Omit<AccessRule, 'requestPrincipals'>;
}

/** Which JSON Web Tokens are accepted. @see https://istio.io/latest/docs/reference/config/security/request_authentication/ */
export class JwtAuthentication extends Construct {
  constructor(scope: Construct, id: string, props: JwtAuthenticationProps) {
    super(scope, id);
    const name = props.name ?? id;
    const { target, issuer, jwksUri, jwks, audiences, forwardOriginalToken } = props;
    const { fields, namespace, problems } = targeted(target, props.namespace);
    new RequestAuthentication(this, 'request-authentication', {
      metadata: { name, namespace },
      spec: {
        ...fields,
        jwtRules: [{ issuer, jwksUri, jwks, audiences: audiences && [...audiences], forwardOriginalToken }],
      },
    });
    this.node.addValidation({
      validate: () =>
        jwks === undefined || jwksUri === undefined
          ? [...problems]
          : [...problems, 'both jwks and jwksUri are given; give one of them'],
    });
    if (props.require === undefined) return;
    const rules = [{ ...props.require, requestPrincipals: [`${issuer}/*`] }];
    new AccessPolicy(this, 'require', { name, namespace, target, rules });
  }
}
