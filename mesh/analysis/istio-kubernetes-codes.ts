import { findingTypes } from './finding-type.js';

/** What `istioctl analyze` finds in objects of Kubernetes itself: namespaces, workloads, Services and their annotations. */
export const istioKubernetesCodes = findingTypes({
  IST0102: {
    name: 'NamespaceNotInjected',
    level: 'info',
    template:
      'the namespace says nothing about sidecar injection, so its pods get no proxy{though}; set the label istio-injection to enabled or disabled',
    description: 'A namespace has no label that decides on sidecar injection.',
  },
  IST0103: {
    name: 'PodMissingProxy',
    level: 'warning',
    template:
      'the pods of {name} have no proxy, although their namespace asks for one, so policies and routes do not hold for what they do; restart them, or label them sidecar.istio.io/inject: "false"',
    description: 'Pods run without a sidecar in a namespace that asks for injection.',
  },
  IST0107: {
    name: 'MisplacedAnnotation',
    level: 'warning',
    template: 'annotation {annotation} has no effect here, only on {kinds}',
    description: 'An Istio annotation stands on a kind of object that does not read it.',
  },
  IST0108: {
    name: 'UnknownAnnotation',
    level: 'warning',
    template: 'Istio does not know the annotation {annotation}, so it has no effect',
    description: 'An annotation with an Istio prefix that Istio does not know.',
  },
  IST0116: {
    name: 'DeploymentAssociatedToMultipleServices',
    level: 'warning',
    template:
      'port {port} of {services}, which {deployment} serves, is open for TCP and for UDP; proxies handle TCP only, so policies do not hold for UDP',
    description: 'Services of one deployment have the same port with different protocols.',
  },
  IST0118: {
    name: 'PortNameIsNotUnderNamingConvention',
    level: 'info',
    template:
      '{what} of port {port} (target {targetPort}) does not begin with a protocol, so proxies find out the protocol from the first bytes; name the port such as http-web, or set appProtocol to a protocol of Istio',
    description: 'The name of a Service port does not begin with a protocol.',
  },
  IST0123: {
    name: 'NamespaceMultipleInjectionLabels',
    level: 'warning',
    template: 'the labels {labels} of the namespace ask for different kinds of proxy; keep one',
    description: 'A namespace has several labels that ask for a proxy.',
  },
  IST0125: {
    name: 'InvalidAnnotation',
    level: 'warning',
    template: 'annotation {annotation} has a value that Istio cannot use: {problem}',
    description: 'An Istio annotation has an invalid value.',
  },
  IST0135: {
    name: 'DeprecatedAnnotation',
    level: 'info',
    template: 'annotation {annotation} is deprecated{replacement}',
    description: 'A deprecated Istio annotation is used.',
  },
  IST0136: {
    name: 'AlphaAnnotation',
    level: 'info',
    template: 'annotation {annotation} belongs to an alpha feature and may change',
    description: 'An annotation of an alpha feature is used.',
  },
  IST0137: {
    name: 'DeploymentConflictingPorts',
    level: 'warning',
    template: '{services} send {ports} to the same target port {targetPort} of {deployment}, whose proxy {effect}',
    description: 'Services of one deployment send different ports to the same target port.',
  },
  IST0139: {
    name: 'InvalidWebhook',
    level: 'error',
    template: '{problem}',
    description: 'A webhook that injects proxies overlaps with another one, or leads to a Service that does not exist.',
  },
  IST0144: {
    name: 'InvalidApplicationUID',
    level: 'warning',
    template:
      'containers run as user 1337, whose requests are not sent through the proxy, because it runs as this user; choose another user',
    description: 'A pod runs as the user id of the proxy.',
  },
  IST0146: {
    name: 'ImageAutoWithoutInjectionWarning',
    level: 'warning',
    template:
      'container istio-proxy has the image auto, which injection replaces, and {why}, so its pods cannot start; label them sidecar.istio.io/inject: "true"',
    description: 'A workload has the image auto and its pods are not injected.',
  },
  IST0147: {
    name: 'ImageAutoWithoutInjectionError',
    level: 'error',
    template:
      'container istio-proxy has the image auto, which injection replaces, and {why}, so the pod cannot start; label it sidecar.istio.io/inject: "true" and make it again',
    description: 'A Pod has the image auto and was not injected.',
  },
  IST0148: {
    name: 'NamespaceInjectionEnabledByDefault',
    level: 'info',
    template:
      'the namespace says nothing about sidecar injection, and its pods get a proxy, because ConfigMap {settings} has enableNamespacesByDefault; set the label istio-injection to make it visible',
    description: 'A namespace has no label for sidecar injection, and the injector injects by default.',
  },
  IST0150: {
    name: 'ExternalNameServiceTypeInvalidPortName',
    level: 'warning',
    template:
      'the name of a port of an ExternalName Service does not begin with http or tls, so proxies take all connections to that port, of whatever host, for one to this Service; name it by its protocol',
    description: 'A port of an ExternalName Service has a name that says no protocol.',
  },
  IST0158: {
    name: 'PodsIstioProxyImageMismatchInNamespace',
    level: 'warning',
    template:
      'the proxies of {pods} do not run the image {image} of the injector’s settings, as after an upgrade of the control plane; make the pods again',
    description: 'Pods run another proxy image than the injector gives to new ones.',
  },
  IST0163: {
    name: 'InvalidExternalControlPlaneConfig',
    level: 'warning',
    template: 'webhook {webhook} cannot reach a control plane: its address {address}',
    description: 'A webhook of Istio has no address of a control plane, or one that is not a URL.',
  },
  IST0164: {
    name: 'ExternalControlPlaneAddressIsNotAHostname',
    level: 'info',
    template:
      'webhook {webhook} reaches the control plane at the IP address {address}, which certificates seldom have and which may change; use a host name',
    description: 'A webhook of Istio reaches an external control plane by its IP address.',
  },
  IST0170: {
    name: 'MultiClusterInconsistentService',
    level: 'warning',
    template:
      'the Service {service} of namespace {namespace} differs between {clusters} ({difference}), and the mesh makes one service of them by the first; make them equal',
    description: 'A Service is defined differently in several clusters.',
  },
  IST0171: {
    name: 'NegativeConditionStatus',
    level: 'warning',
    template: 'its status has the condition {condition} with the reason {reason}: {said}',
    description: 'The status of an object says that a controller did not accept it.',
  },
  IST0175: {
    name: 'JwksUriFetchUnrestricted',
    level: 'warning',
    template:
      'istiod fetches the keys of {count} from any address, so a jwksUri can make it ask inside the network; set BLOCKED_CIDRS_IN_JWKS_URIS',
    description: 'istiod fetches keys of RequestAuthentications from any address.',
  },
  IST0176: {
    name: 'GatewayAPICRDVersionBelowMinimum',
    level: 'warning',
    template:
      'the definition is of version {installed} of the Gateway API, and Istio reads objects of this kind from {minimum} on, so they have no effect; install a newer version',
    description: 'The definition of a Gateway API kind is older than Istio reads.',
  },
});
