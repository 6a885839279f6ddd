import type { z } from 'zod';
import type { Manifest } from '../manifest/resource.js';
import { applicationSpecSchema } from './application.js';
import { gatewayApiModels } from './gateway-api.js';
import { istioModels } from './istio.js';
import { istioGatewaySpecSchema } from './istio-gateway.js';
import { kubernetesModels } from './kubernetes.js';
import { fieldPath, fieldPathOfPointer, type SchemaViolation } from './violation.js';

/** What a generated model class offers: its identity, and a validator that throws. */
interface ModelClass {
  readonly apiVersion: string;
  readonly kind: string;
  readonly prototype: { validate(): void };
}

/** One error of a generated validator (the form of Ajv). */
interface ValidatorError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validator = (manifest: Manifest) => SchemaViolation[];

const validators = new Map<string, Validator>();
for (const model of [...kubernetesModels, ...istioModels, ...gatewayApiModels] as readonly ModelClass[]) {
  validators.set(`${model.apiVersion}/${model.kind}`, modelValidator(model));
}
validators.set('istio.alibabacloud.com/v1beta1/IstioGateway', specValidator(istioGatewaySpecSchema));
validators.set('core.oam.dev/v1beta1/Application', specValidator(applicationSpecSchema));

/** Whether the program has a schema for this kind at this version. */
export function hasSchema(apiVersion: string, kind: string): boolean {
  return validators.has(`${apiVersion}/${kind}`);
}

/**
 * Checks an object against the schema of its kind: the OpenAPI schema of its CRD or of Kubernetes itself.
 * A kind without a schema here has no violations; {@link hasSchema} tells the two cases apart.
 *
 * @returns every violation, in the order of the schema.
 */
export function schemaViolations(manifest: Manifest): SchemaViolation[] {
  return validators.get(`${manifest.apiVersion}/${manifest.kind}`)?.(manifest) ?? [];
}

function modelValidator(model: ModelClass): Validator {
  // Called on the manifest itself: constructing the model would copy the whole object first.
  const validate = model.prototype.validate;
  return (manifest) => {
    try {
      validate.call(manifest);
      return [];
    } catch (error) {
      const errors = (error as { errors?: readonly ValidatorError[] }).errors;
      if (errors === undefined) throw error;
      return errors.map(violationOf);
    }
  };
}

function violationOf(error: ValidatorError): SchemaViolation {
  const field = fieldPathOfPointer(error.instancePath);
  const message = error.message ?? `violates ${error.keyword}`;
  switch (error.keyword) {
    case 'required': {
      const missing = String(error.params['missingProperty']);
      return {
        field: field === '' ? missing : `${field}.${missing}`,
        message: 'is missing',
        allowed: 'it is required',
      };
    }
    case 'enum': {
      const values = error.params['allowedValues'];
      const allowed = Array.isArray(values) ? values.join(', ') : message;
      return { field, message: 'is not one of the allowed values', allowed: `allowed: ${allowed}` };
    }
    case 'type':
      return { field, message: 'is of the wrong type', allowed: `must be ${String(error.params['type'])}` };
    case 'oneOf':
    case 'not':
      return { field, message: 'sets fields that exclude each other', allowed: 'set exactly one of the alternatives' };
    default:
      return { field, message, allowed: `schema rule ${error.keyword} ${JSON.stringify(error.params)}` };
  }
}

function specValidator(schema: z.ZodType): Validator {
  return (manifest) => {
    const result = schema.safeParse(manifest['spec']);
    if (result.success) return [];
    return result.error.issues.map((issue) => ({
      field: fieldPath(['spec', ...issue.path]),
      message: 'is not allowed',
      allowed: issue.message,
    }));
  };
}
