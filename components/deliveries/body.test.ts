import { describe, expect, it } from 'vitest';
import { jsonFault, prettyBody } from './body';

describe('a body', () => {
  it('that is a JSON object is shown with its indents', () => {
    expect(prettyBody('{"id":1,"name":"a"}')).toEqual({
      text: '{\n  "id": 1,\n  "name": "a"\n}',
      isJson: true,
    });
  });

  it('that is cut off or is something else is shown as it came', () => {
    for (const body of ['{"id":', '<xml/>', '', '[1]']) {
      expect(prettyBody(body)).toEqual({ text: body, isJson: false });
    }
  });

  it('that is edited must be an object', () => {
    expect(jsonFault('{"id": 1}')).toBeNull();
    expect(jsonFault('[1]')).toMatch(/must be an object/);
    expect(jsonFault('null')).toMatch(/must be an object/);
    expect(jsonFault('{id: 1}')).not.toBeNull();
  });
});
