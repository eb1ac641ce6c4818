import { describe, expect, it } from 'vitest';
import { findFaultsAnywhere } from './everywhere';

const faultsOf = (...texts: string[]) =>
  findFaultsAnywhere(texts.map((text, index) => ({ file: `lib/${'abc'[index]}.ts`, text })));

describe('limits on time', () => {
  it('are not left to signals that the garbage collector takes away', () => {
    const faults = faultsOf(
      'const a = AbortSignal.any([b, c]);\n// AbortSignal.any( in a comment\nf(AbortSignal.timeout(5));',
    );
    expect(faults.map((fault) => fault.split(':', 2).join(':'))).toEqual([
      'lib/a.ts:1 calls AbortSignal.any',
      'lib/a.ts:3 calls AbortSignal.timeout',
    ]);
    expect(faultsOf('AbortSignal.abort();')).toEqual([]);
  });
});

describe('the order of rows', () => {
  it.each([
    ['a name that is cast', 'SELECT id::text AS id FROM t ORDER BY id DESC LIMIT 1'],
    ['a cast that keeps its column’s name', 'SELECT t.id::text, t.a FROM t ORDER BY a, id'],
    ['a quoted name', 'SELECT a::text AS "runId" FROM t ORDER BY "runId"'],
    ['a name in another letter case', 'select id::TEXT as ID from t order by Id nulls last'],
    ['a place in the list', 'SELECT a, (b + 1)::text FROM t ORDER BY 2'],
    ['a cast written out', 'SELECT CAST(id AS text) AS id FROM t ORDER BY id'],
    ['a cast within a call', "SELECT COALESCE(id::text, '-') AS id FROM t ORDER BY id"],
    ['a number that is formatted', "SELECT to_char(n, '999') AS n FROM t ORDER BY n"],
    ['a subquery', 'SELECT ARRAY(SELECT id::text FROM t ORDER BY id) AS ids FROM u ORDER BY u.id'],
    ['the first of its kind', 'SELECT DISTINCT ON (id) id::text AS id, b FROM t'],
    ['a union', 'SELECT a AS id FROM t UNION SELECT id::text FROM t ORDER BY id'],
  ])('is not that of text: %s', (_, sql) => {
    expect(faultsOf(`const rows = query\`${sql}\`;`)).toHaveLength(1);
    expect(faultsOf(`const rows = query("${sql.replaceAll('"', '\\"')}");`)).toHaveLength(1);
  });

  it.each([
    ['a column of a table', 'SELECT t.id::text AS id FROM t ORDER BY t.id'],
    ['an expression', 'SELECT id::text AS id FROM t ORDER BY id + 0'],
    ['another name', 'SELECT id::text AS id, day FROM t ORDER BY day'],
    ['a subquery’s own column', 'SELECT id::text AS id FROM (SELECT * FROM t ORDER BY id LIMIT 5) t'],
    [
      'an aggregate’s or a window’s',
      'SELECT id::text AS id, array_agg(a ORDER BY id) OVER (ORDER BY id) FROM t',
    ],
    ['a cast that is taken back', 'SELECT substr(id::text, 2)::bigint AS id FROM t ORDER BY id'],
    ['a date with its year first', "SELECT to_char(day, 'YYYY-MM-DD') AS day FROM t ORDER BY day"],
    ['words in a text', "SELECT 'id::text AS id' AS a FROM t ORDER BY id -- id::text AS id"],
  ])('may be that of %s', (_, sql) => {
    expect(faultsOf(`const rows = query\`${sql}\`;`)).toEqual([]);
  });

  it('is looked for where the selected columns stand in a fragment, in this file or another', () => {
    const row = 'const ROW = `SELECT id::text AS id, a`;';
    const all = 'const all = query(`$' + '{ROW} FROM t WHERE a = 1 ORDER BY id`);';
    expect(faultsOf(row, all)).toEqual([expect.stringContaining('lib/b.ts:1 orders by id, which')]);
    expect(faultsOf(row, all.replace('BY id', 'BY t.id'))).toEqual([]);
    expect(faultsOf(row, 'const some = sql`SELECT $' + '{columns} FROM t\n  ORDER BY id`;')).toEqual([
      expect.stringContaining('lib/b.ts:2 orders by id, which'),
    ]);
  });

  it('takes a value that is handed in for no column', () => {
    const row = 'const ROW = `SELECT id::text AS id`;';
    expect(faultsOf(row, 'query`INSERT INTO u SELECT $' + '{now}, id FROM t ORDER BY id`;')).toEqual([]);
  });
});
