import { writeFileSync } from 'node:fs';
import { metricsMarkdown } from './metrics-doc.ts';

/** `npm run docs:metrics`, at the root of the repository. */
writeFileSync('docs/metrics.md', metricsMarkdown());
