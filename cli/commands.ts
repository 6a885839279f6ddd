import type { CommandEntry } from './command-entry.js';

/** Every sub-command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'analyze',
    summary: 'finds mistakes in the manifests of a mesh',
    load: async () => (await import('./analyze/command.js')).analyzeCommand(),
  },
  {
    name: 'request',
    summary: 'says where a request goes, who may send it, and whether it is encrypted',
    load: async () => (await import('./request/command.js')).requestCommand(),
  },
  {
    name: 'verify',
    summary: 'proves promises about every request, or shows the request that breaks one',
    load: async () => (await import('./verify/command.js')).verifyCommand(),
  },
  {
    name: 'test',
    summary: 'runs tests of routes: which rule requests follow, and where it leads',
    load: async () => (await import('./test/command.js')).testCommand(),
  },
  {
    name: 'callers',
    summary: 'says who can reach a service, and by which policy',
    load: async () => (await import('./request/survey-commands.js')).callersCommand(),
  },
  {
    name: 'map',
    summary: 'says who gets through to every service, and with which requests',
    load: async () => (await import('./verify/map-command.js')).mapCommand(),
  },
  {
    name: 'mtls',
    summary: 'says which workloads take mTLS, and which callers would break under STRICT',
    load: async () => (await import('./request/survey-commands.js')).mtlsCommand(),
  },
  {
    name: 'diff',
    summary: 'says which requests change their answer between two folders of manifests',
    load: async () => (await import('./request/diff-command.js')).diffCommand(),
  },
  {
    name: 'impact',
    summary: 'says who is affected when a service fails or is slow',
    load: async () => (await import('./request/survey-commands.js')).impactCommand(),
  },
  {
    name: 'report',
    summary: 'draws the mesh as one page for a browser: who reaches what, what changes, and what is wrong',
    load: async () => (await import('./report/command.js')).reportCommand(),
  },
  {
    name: 'proxy-config',
    summary: 'says what the control plane will send to a proxy: listeners, routes, clusters, endpoints',
    load: async () => (await import('./proxy-config/command.js')).proxyConfigCommand(),
  },
  {
    name: 'access',
    summary: 'says who can change routes, policies, gateways and Secrets, and by which path',
    load: async () => (await import('./access/command.js')).accessCommand(),
  },
  {
    name: 'import',
    summary: 'writes charts in TypeScript that synthesize to the objects of manifests',
    load: async () => (await import('./import/command.js')).importCommand(),
  },
  {
    name: 'init',
    summary: 'makes a repository of your own, with an environment, a scenario and its test',
    load: async () => (await import('./init/command.js')).initCommand(),
  },
  {
    name: 'kubeconfigs',
    summary: 'writes the kubeconfigs of a stack to files that the user alone can read',
    load: async () => (await import('./kubeconfigs/command.js')).kubeconfigsCommand(),
  },
  {
    name: 'explain',
    summary: 'explains a code of a finding, a problem or an exit',
    load: async () => (await import('./explain/command.js')).explainCommand(),
  },
  {
    name: 'doctor',
    summary: 'says what is installed, and what each job needs',
    load: async () => (await import('./doctor/command.js')).doctorCommand(),
  },
  {
    name: 'completion',
    summary: 'prints what makes a shell complete commands and options',
    load: async () => (await import('./completion/command.js')).completionCommand(commands),
  },
];
