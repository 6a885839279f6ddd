import type { Service } from './call.js';

/** Who is calling (STS, 2015-04-01), and where services are (Location, 2015-06-12). */
export const identityService: Service = {
  GetCallerIdentity: () => ({
    AccountId: '1234567890123456',
    Arn: 'acs:ram::1234567890123456:root',
    UserId: '1234567890123456',
    PrincipalId: '1234567890123456',
    IdentityType: 'Account',
  }),
  DescribeEndpoints: (call) => ({
    Endpoints: {
      Endpoint: [
        {
          Endpoint: `${call.params.ServiceCode}.${call.region}.aliyuncs.com`,
          Id: call.region,
          Type: 'openAPI',
          ServiceCode: call.params.ServiceCode,
          SerivceCode: call.params.ServiceCode,
          Namespace: '',
          Protocols: { Protocols: ['HTTPS'] },
        },
      ],
    },
    Success: true,
  }),
};
