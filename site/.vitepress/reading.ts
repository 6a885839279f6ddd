/** The pages in the order in which a person reads them. */
export const reading: readonly { readonly text: string; readonly pages: Readonly<Record<string, string>> }[] = [
  {
    text: 'First steps',
    pages: {
      'getting-started': 'Getting started',
      concepts: 'Concepts',
      'command-line': 'The command line',
      migrating: 'Migrating from plain YAML',
    },
  },
  {
    text: 'Constructs',
    pages: {
      'constructs/': 'All constructs',
      'constructs/charts': 'Charts and namespaces',
      'constructs/services': 'Services',
      'constructs/routing': 'Where requests go',
      'constructs/gateways': 'Gateways',
      'constructs/gateway-api': 'Gateway API and ambient mode',
      'constructs/security': 'Security',
      'constructs/calls': 'Declared calls',
      'constructs/external-services': 'Services outside the mesh',
      'constructs/telemetry': 'Telemetry',
      'constructs/fleets': 'Fleets',
      'constructs/objects': 'Single objects',
      'cdk8s-plus': 'With cdk8s-plus',
    },
  },
  {
    text: 'Your own',
    pages: {
      'own-repository': 'Repository, scenario, add-on',
      environments: 'Environments',
      scenarios: 'Scenarios of the package',
      tenants: 'Tenants',
      egress: 'Traffic that leaves',
      'front-door': 'The front door',
      policies: 'Policies',
      ci: 'CI and pull requests',
    },
  },
  {
    text: 'Running it',
    pages: {
      local: 'On this machine',
      cloud: 'In the cloud',
      components: 'Components',
      dashboards: 'Dashboards',
      hardening: 'Hardening',
    },
  },
  {
    text: 'Answers',
    pages: {
      requests: 'Where a request goes',
      report: 'A report for the browser',
      'proxy-config': 'What a proxy gets',
      access: 'Who can change what',
      verify: 'Promises about every request',
      reading: 'How files are read',
      noise: 'Levels and assumptions',
      'findings/': 'Findings',
      rules: 'Rules of other linters',
      istioctl: 'Beside istioctl',
    },
  },
  {
    text: 'Help',
    pages: {
      troubleshooting: 'Troubleshooting',
      glossary: 'Glossary',
      compatibility: 'Compatibility',
      upgrading: 'Upgrading',
    },
  },
];
