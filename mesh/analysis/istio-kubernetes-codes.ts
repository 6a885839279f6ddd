import { findingTypes } from './finding-type.js';

/** What `istioctl analyze` finds in objects of Kubernetes itself: namespaces, workloads, Services and their annotations. */
export const istioKubernetesCodes = findingTypes({
  IST0102: {
    name: 'NamespaceNotInjected',
    level: 'info',
    template:
      'the namespace says nothing about sidecar injection; set the label istio-injection to enabled or disabled',
    description: 'A namespace has no label that decides on sidecar injection.',
  },
  IST0103: {
    name: 'PodMissingProxy',
    level: 'warning',
    template: 'pods {name} are in a namespace with injection, but will have no proxy',
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
    template: 'no version of Istio knows the annotation {annotation}',
    description: 'An annotation with an Istio prefix that Istio does not know.',
  },
  IST0116: {
    name: 'DeploymentAssociatedToMultipleServices',
    level: 'warning',
    template: 'the services {services} of {deployment} have the same port {port} with different protocols',
    description: 'Services of one deployment have the same port with different protocols.',
  },
  IST0118: {
    name: 'PortNameIsNotUnderNamingConvention',
    level: 'info',
    template: 'the name "{name}" of port {port} (target {targetPort}) does not say the protocol',
    description: 'The name of a Service port does not begin with a protocol.',
  },
  IST0123: {
    name: 'NamespaceMultipleInjectionLabels',
    level: 'warning',
    template: 'the labels {labels} of the namespace ask for different kinds of proxy; keep one',
    description: 'A namespace has both kinds of injection label.',
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
    template:
      'the services {services} of {deployment} send requests for different ports ({ports}) to the same targetPort {targetPort}',
    description: 'Services of one deployment send different ports to the same target port.',
  },
  IST0144: {
    name: 'InvalidApplicationUID',
    level: 'warning',
    template: 'containers run as user 1337, which the proxy has for itself',
    description: 'A pod runs as the user id of the proxy.',
  },
  IST0150: {
    name: 'ExternalNameServiceTypeInvalidPortName',
    level: 'warning',
    template: 'the port name of an ExternalName service must begin with a TCP or HTTP protocol',
    description: 'A port of an ExternalName Service has a name that says no protocol.',
  },
  IST0170: {
    name: 'MultiClusterInconsistentService',
    level: 'warning',
    template: 'the service {service} of namespace {namespace} differs between the clusters {clusters}: {difference}',
    description: 'A Service is defined differently in several clusters.',
  },
});
