import { type Call, createdAt, type Service, yes } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { kubeconfigFor } from './kubeconfig.js';
import { tagging } from './tagging.js';

const mesh = (call: Call): Item => call.cloud.need('mesh', call.params.ServiceMeshId, 'ServiceMesh.NotFound');

/** What the service chooses for settings that a request does not name. */
const defaults: Readonly<Record<string, string>> = {
  Tracing: 'false',
  TraceSampling: '100',
  Telemetry: 'false',
  CustomizedZipkin: 'false',
  OutboundTrafficPolicy: 'ALLOW_ANY',
  IncludeIPRanges: '*',
  LocalityLoadBalancing: 'false',
  Http10Enabled: 'false',
  EnableNamespacesByDefault: 'false',
  AutoInjectionPolicyEnabled: 'true',
  SidecarInjectorRequestCPU: '100m',
  SidecarInjectorRequestMemory: '128Mi',
  SidecarInjectorLimitCPU: '1000m',
  SidecarInjectorLimitMemory: '512Mi',
  ProxyRequestCPU: '100m',
  ProxyRequestMemory: '128Mi',
  ProxyLimitCPU: '2000m',
  ProxyLimitMemory: '1024Mi',
  ClusterDomain: 'cluster.local',
  OpaEnabled: 'false',
  OPALogLevel: 'info',
  OPARequestCPU: '1000m',
  OPARequestMemory: '512Mi',
  OPALimitCPU: '2000m',
  OPALimitMemory: '1024Mi',
  AccessLogEnabled: 'false',
  AccessLogProject: '',
  AccessLogSidecarEnabled: 'false',
  AccessLogSidecarLifecycle: '30',
  AccessLogGatewayEnabled: 'false',
  AccessLogGatewayLifecycle: '30',
  EnableAudit: 'false',
  AuditProject: '',
  ControlPlaneLogEnabled: 'false',
  ControlPlaneLogProject: '',
  LogTTLInDay: '30',
  KialiEnabled: 'false',
  CRAggregation: 'false',
};

function remember(item: Item, params: Readonly<Record<string, string>>, names: readonly string[]): void {
  const settings = item.fields.settings as Record<string, string>;
  for (const name of names) {
    const value = params[name];
    if (value !== undefined) settings[name] = value;
  }
}

const busy = (call: Call, item: Item) => {
  item.readyAt = Date.now() + call.cloud.settleMs;
};

function detail(call: Call, item: Item): Record<string, unknown> {
  const s = item.fields.settings as Record<string, string>;
  const number = (name: string) => Number(s[name]);
  const flag = (name: string) => yes(s[name]);
  return {
    Clusters: item.fields.clusters,
    ClusterSpec: s.ClusterSpec ?? 'standard',
    Endpoints: {},
    ServiceMeshInfo: {
      ServiceMeshId: item.id,
      Name: s.Name,
      State: call.cloud.ready(item) ? 'running' : 'initial',
      Version: s.IstioVersion,
      RegionId: call.region,
      CreationTime: createdAt,
      Profile: s.Edition ?? 'Default',
    },
    Spec: {
      LoadBalancer: {
        ApiServerPublicEip: flag('ApiServerPublicEip'),
        PilotPublicEip: flag('PilotPublicEip'),
        PilotPublicEipId: s.EipId ?? '',
        PilotPublicLoadbalancerId: '',
        ApiServerLoadbalancerId: `lb-asm-${item.id.slice(1, 9)}`,
      },
      Network: {
        VpcId: s.VpcId,
        VSwitches: JSON.parse(s.VSwitches ?? '[]'),
        SecurityGroupId: `sg-asm-${item.id.slice(1, 9)}`,
      },
      MeshConfig: {
        EnableLocalityLB: flag('LocalityLoadBalancing'),
        Telemetry: flag('Telemetry'),
        Tracing: flag('Tracing'),
        CustomizedZipkin: flag('CustomizedZipkin'),
        OutboundTrafficPolicy: s.OutboundTrafficPolicy,
        IncludeIPRanges: s.IncludeIPRanges,
        AccessLog: { Enabled: flag('AccessLogEnabled'), Project: s.AccessLogProject },
        Audit: { Enabled: flag('EnableAudit'), Project: s.AuditProject },
        ControlPlaneLogInfo: {
          Enabled: flag('ControlPlaneLogEnabled'),
          Project: s.ControlPlaneLogProject,
          LogTTL: number('LogTTLInDay'),
        },
        OPA: {
          Enabled: flag('OpaEnabled'),
          LogLevel: s.OPALogLevel,
          RequestCPU: s.OPARequestCPU,
          RequestMemory: s.OPARequestMemory,
          LimitCPU: s.OPALimitCPU,
          LimitMemory: s.OPALimitMemory,
        },
        Pilot: { TraceSampling: number('TraceSampling'), Http10Enabled: flag('Http10Enabled') },
        Prometheus: { UseExternal: false, ExternalUrl: '' },
        Proxy: {
          ClusterDomain: s.ClusterDomain,
          RequestCPU: s.ProxyRequestCPU,
          RequestMemory: s.ProxyRequestMemory,
          LimitCPU: s.ProxyLimitCPU,
          LimitMemory: s.ProxyLimitMemory,
        },
        SidecarInjector: {
          EnableNamespacesByDefault: flag('EnableNamespacesByDefault'),
          AutoInjectionPolicyEnabled: flag('AutoInjectionPolicyEnabled'),
          RequestCPU: s.SidecarInjectorRequestCPU,
          RequestMemory: s.SidecarInjectorRequestMemory,
          LimitCPU: s.SidecarInjectorLimitCPU,
          LimitMemory: s.SidecarInjectorLimitMemory,
          SidecarInjectorWebhookAsYaml: 'injected: true\n',
          InitCNIConfiguration: { Enabled: false, ExcludeNamespaces: 'istio-system,kube-system' },
        },
        ExtraConfiguration: {
          CRAggregationConfiguration: { Enabled: flag('CRAggregation') },
          AccessLogExtraConf: {
            GatewayEnabled: flag('AccessLogGatewayEnabled'),
            GatewayLifecycle: number('AccessLogGatewayLifecycle'),
            SidecarEnabled: flag('AccessLogSidecarEnabled'),
            SidecarLifecycle: number('AccessLogSidecarLifecycle'),
          },
        },
      },
    },
  };
}

/** Makes an instance. */
export function createMesh(
  call: Call,
  params: Readonly<Record<string, string>>,
  tags: Record<string, string> = {},
): Item {
  const { cloud } = call;
  const vSwitches = JSON.parse(params.VSwitches ?? '[]') as string[];
  for (const id of vSwitches) cloud.need('vswitch', id, 'InvalidVSwitchId.NotFound');
  const settings = { ...defaults, IstioVersion: 'v1.25.6.79-g0ae1f4ba-aliyun', ...params };
  const fields = { settings, clusters: [] as string[] };
  return cloud.create('mesh', cloud.newId('c', 32), fields, { parents: [params.VpcId ?? '', ...vSwitches], tags });
}

/** ASM instances and their clusters (2020-01-11). */
export const servicemeshService: Service = {
  ...tagging(false),
  CreateServiceMesh(call) {
    const { cloud, params } = call;
    if (cloud.all('mesh').some((other) => (other.fields.settings as Record<string, string>).Name === params.Name)) {
      throw new ApiError(400, 'NameAlreadyExist', `An instance named ${params.Name} exists.`);
    }
    const tags = params.Tags ? (JSON.parse(params.Tags) as { Key: string; Value: string }[]) : [];
    const made = createMesh(call, params, Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
    return { ServiceMeshId: made.id };
  },
  DescribeServiceMeshDetail: (call) => ({ ServiceMesh: detail(call, mesh(call)) }),
  DescribeServiceMeshes: (call) => ({
    ServiceMeshes: call.cloud.all('mesh').map((item) => detail(call, item)),
    PageNumber: 1,
    PageSize: 50,
    TotalResults: call.cloud.all('mesh').length,
  }),
  DescribeVersions: () => ({
    VersionInfo: ['Default', 'Pro'].map((Edition) => ({
      Edition,
      Versions: ['v1.24.6.64-g2f5c8f2f-aliyun', 'v1.25.6.79-g0ae1f4ba-aliyun', 'v1.25.6.9-g11111111-aliyun'],
    })),
  }),
  DescribeUpgradeVersion: () => ({ Version: { IstioVersion: '', KubernetesVersion: '', PlatformVersion: '' } }),
  DescribeASMSidecarExpectedVersion: (call) => ({
    Version: (mesh(call).fields.settings as Record<string, string>).IstioVersion,
  }),
  DescribeKialiConfiguration: (call) => ({
    Enabled: yes((mesh(call).fields.settings as Record<string, string>).KialiEnabled),
  }),
  DescribeServiceMeshKubeconfig: (call) => ({ Kubeconfig: kubeconfigFor(call.kube, mesh(call).id) }),
  UpdateMeshFeature(call) {
    const item = mesh(call);
    remember(item, call.params, [...Object.keys(defaults), 'ClusterSpec']);
    busy(call, item);
    return {};
  },
  UpdateControlPlaneLogConfig(call) {
    const { Enabled = 'false', Project, LogTTLInDay } = call.params;
    remember(
      mesh(call),
      {
        ControlPlaneLogEnabled: Enabled,
        ...(Project === undefined ? {} : { ControlPlaneLogProject: Project }),
        ...(LogTTLInDay === undefined ? {} : { LogTTLInDay }),
      },
      ['ControlPlaneLogEnabled', 'ControlPlaneLogProject', 'LogTTLInDay'],
    );
    return {};
  },
  UpdateMeshCRAggregation(call) {
    remember(mesh(call), { CRAggregation: call.params.Enabled ?? 'false' }, ['CRAggregation']);
    return {};
  },
  UpdateKialiConfiguration(call) {
    if (call.params.Enabled !== undefined)
      remember(mesh(call), { KialiEnabled: call.params.Enabled }, ['KialiEnabled']);
    return {};
  },
  UpgradeMeshEditionPartially(call) {
    remember(mesh(call), { IstioVersion: call.params.ExpectedVersion ?? '' }, ['IstioVersion']);
    return {};
  },
  ModifyServiceMeshName(call) {
    remember(mesh(call), call.params, ['Name']);
    return {};
  },
  ModifyPilotEipResource(call) {
    const item = mesh(call);
    const { EipId = '', Operation } = call.params;
    const eip = call.cloud.need('eip', EipId, 'InvalidEip.NotFound');
    const bound = Operation === 'BindEip';
    remember(item, { EipId: bound ? EipId : '', PilotPublicEip: String(bound) }, ['EipId', 'PilotPublicEip']);
    Object.assign(eip.fields, bound ? { InstanceId: item.id, InstanceType: 'SlbInstance' } : { InstanceId: '' });
    busy(call, item);
    return {};
  },
  AddClusterIntoServiceMesh(call) {
    const item = mesh(call);
    const cluster = call.cloud.need('cluster', call.params.ClusterId, 'ErrorClusterNotFound');
    if (!call.cloud.ready(item)) throw new ApiError(400, 'InvalidActiveState.ServiceMesh', 'The instance is busy.');
    const clusters = item.fields.clusters as string[];
    if (clusters.includes(cluster.id))
      throw new ApiError(400, 'ClusterAlreadyExist', 'The cluster is already in the mesh.');
    clusters.push(cluster.id);
    busy(call, item);
    return {};
  },
  RemoveClusterFromServiceMesh(call) {
    const item = mesh(call);
    if (!call.cloud.ready(item)) throw new ApiError(400, 'InvalidActiveState.ServiceMesh', 'The instance is busy.');
    item.fields.clusters = (item.fields.clusters as string[]).filter((id) => id !== call.params.ClusterId);
    busy(call, item);
    return {};
  },
  DeleteServiceMesh(call) {
    const item = mesh(call);
    if ((item.fields.clusters as string[]).length > 0 && !yes(call.params.Force)) {
      throw new ApiError(400, 'ClusterNotEmpty', 'Remove the clusters from the instance first.');
    }
    for (const child of call.cloud.children(item.id, 'kube-object')) call.cloud.remove(child);
    call.cloud.remove(item);
    return {};
  },
};
