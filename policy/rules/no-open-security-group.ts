import { rule } from '../rule.js';

/** No rule of a security group lets in the whole Internet. */
export const noOpenSecurityGroup = rule({
  name: 'no-open-security-group',
  description: 'No security group accepts traffic from 0.0.0.0/0 or ::/0.',
  types: ['alicloud:ecs/securityGroupRule:SecurityGroupRule'],
  check: ({ props }) => {
    if (props['type'] !== 'ingress' || props['policy'] === 'drop') return undefined;
    const open = [props['cidrIp'], props['ipv6CidrIp']].find((range) => range === '0.0.0.0/0' || range === '::/0');
    return open === undefined ? undefined : `The rule lets in ${open}; name the ranges that need it.`;
  },
});
