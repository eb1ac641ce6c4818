import { z } from 'zod';

/** The parts of an OpenAPI 3.1 document that ours has. Its schemas are JSON Schema 2020-12. */
const type = z.union([z.string(), z.array(z.string())]);

export const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: type.optional(),
  description: z.string().optional(),
  enum: z.array(z.json()).optional(),
  const: z.json().optional(),
  default: z.json().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  get items() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
  get allOf() {
    return z.array(jsonSchema).optional();
  },
});
export type JsonSchema = z.infer<typeof jsonSchema>;

/** Where the named schemas stand in the document. */
export const SCHEMAS = '#/components/schemas/';

type Reference = { $ref: string };
type Media = { schema?: JsonSchema; example?: unknown };
export type Content = Record<string, Media>;

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
  style?: 'form';
  explode?: boolean;
};

export type Answer = {
  description: string;
  headers?: Record<string, Reference>;
  content?: Content;
};

export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  'x-role': string;
  security: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required: boolean; description?: string; content: Content };
  responses: Record<string, Answer | Reference>;
};

export type PathItem = Partial<Record<'get' | 'put' | 'post' | 'delete' | 'patch', Operation>>;

export type OpenApiDocument = {
  openapi: '3.1.0';
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; schema: JsonSchema }>;
    responses: Record<string, Answer>;
    securitySchemes: Record<string, Record<string, string>>;
  };
};
