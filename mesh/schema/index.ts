export { type ApplicationSpec, applicationSpecSchema } from './application.js';
export { type IstioGatewaySpec, istioGatewaySpecSchema } from './istio-gateway.js';
export { hasSchema, schemaViolations } from './validate.js';
export { fieldPath, fieldPathOfPointer, type SchemaViolation, valueAt } from './violation.js';
