import { describe, expect, it } from 'vitest';
import { fieldsOf, inputOf } from './graphs';

const schema = {
  properties: {
    connectionId: { type: 'string' },
    sourceIds: { type: 'array', items: { type: 'string' } },
    limit: { type: 'integer', default: 50 },
    nested: { type: 'object' },
  },
  required: ['connectionId', 'limit'],
};

describe('the form of a graph', () => {
  it('offers what we know by name and leaves what is no simple value to the API', () => {
    const connections = [{ value: 'c1', label: 'Jira' }];
    const fields = fieldsOf(schema, { connectionId: connections, sourceIds: [] });
    expect(fields.map(({ name, label, kind, isRequired }) => [name, label, kind, isRequired])).toEqual([
      ['connectionId', 'Connection', 'choice', true],
      ['sourceIds', 'Sources', 'many', false],
      ['limit', 'Limit', 'number', false],
    ]);
    expect(fields[0]?.options).toBe(connections);
  });

  it('leaves empty fields out of the input and keeps numbers as numbers', () => {
    const form = new FormData();
    form.set('limit', '20');
    form.set('connectionId', ' ');
    form.append('sourceIds', 'a');
    form.append('sourceIds', 'b');
    const fields = fieldsOf(schema, { connectionId: [], sourceIds: [] });
    expect(inputOf(fields, form)).toEqual({ limit: 20, sourceIds: ['a', 'b'] });
  });
});
