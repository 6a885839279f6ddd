/** A configuration of Prometheus, which JSON can hold. */
export type PrometheusConfig = Readonly<Record<string, unknown>>;

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/**
 * What a Prometheus inside a cluster scrapes for dashboards and alerts: every pod that says so by annotation, as Istio's injector makes each
 * proxy say, and the kubelets, which count CPU and memory of containers.
 *
 * @param ruleFiles paths of rule files
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/
 */
export function scrapeConfig(ruleFiles: readonly string[]): PrometheusConfig {
  return {
    global: { scrape_interval: '15s', evaluation_interval: '15s' },
    rule_files: ruleFiles,
    scrape_configs: [
      {
        job_name: 'pods',
        kubernetes_sd_configs: [{ role: 'pod' }],
        relabel_configs: [
          keep('__meta_kubernetes_pod_annotation_prometheus_io_scrape', 'true'),
          { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Pending|Succeeded|Failed', action: 'drop' },
          copy('__meta_kubernetes_pod_annotation_prometheus_io_path', '__metrics_path__'),
          {
            source_labels: ['__meta_kubernetes_pod_ip', '__meta_kubernetes_pod_annotation_prometheus_io_port'],
            regex: '([^;]+);(\\d+)',
            target_label: '__address__',
            replacement: '$1:$2',
          },
          copy('__meta_kubernetes_namespace', 'namespace'),
          copy('__meta_kubernetes_pod_name', 'pod'),
        ],
      },
      {
        job_name: 'kubelets',
        scheme: 'https',
        metrics_path: '/metrics/cadvisor',
        kubernetes_sd_configs: [{ role: 'node' }],
        authorization: { credentials_file: TOKEN },
        // A kubelet of kind signs its own certificate.
        tls_config: { ca_file: CA, insecure_skip_verify: true },
        metric_relabel_configs: [keep('container', 'istio-proxy')],
      },
    ],
  };
}

function keep(label: string, regex: string) {
  return { source_labels: [label], regex, action: 'keep' };
}

/** Takes a label over, unless it is empty. */
function copy(from: string, to: string) {
  return { source_labels: [from], regex: '(.+)', target_label: to };
}
