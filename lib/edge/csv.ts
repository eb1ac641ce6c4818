import { z } from 'zod';
import { toCsv } from '@/lib/core/page';

const csvPage = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullable(),
});

type PageWish = { limit: number; cursor: string | undefined };

/** Walks the whole filtered list page by page, so that an export of any length takes the memory of one page. */
export async function csvResponse(
  columns: string[],
  read: (wish: PageWish) => Promise<unknown>,
): Promise<Response> {
  const readPage = async (cursor: string | undefined) => csvPage.parse(await read({ limit: 200, cursor }));
  const cells = (page: z.infer<typeof csvPage>) =>
    page.items.map((item) => columns.map((column) => csvValue(item[column])));
  const first = await readPage(undefined);
  const encoder = new TextEncoder();
  let next: string | null = first.nextCursor;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(toCsv([columns, ...cells(first)]))),
    async pull(controller) {
      if (next === null) return controller.close();
      const page = await readPage(next);
      next = page.nextCursor;
      controller.enqueue(encoder.encode(toCsv(cells(page))));
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment' },
  });
}

function csvValue(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
