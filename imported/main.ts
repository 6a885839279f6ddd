import { App } from 'cdk8s';
import { SecChart } from './sec.js';

/** Writes each chart to a file in dist/. */
const app = new App({ outdir: process.env['CDK8S_OUTDIR'] ?? 'dist' });
new SecChart(app);
app.synth();
