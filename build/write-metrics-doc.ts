import { writeFileSync } from 'node:fs';
import { grafanaDashboard } from './grafana-dashboard.ts';
import { metricsMarkdown } from './metrics-doc.ts';

/** `npm run docs:metrics`, at the root of the repository. */
writeFileSync('docs/metrics.md', metricsMarkdown());
for (const route of ['prometheus', 'opentelemetry'] as const)
  writeFileSync(`examples/grafana/${route}.json`, grafanaDashboard(route));
