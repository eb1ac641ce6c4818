import { createLoader, type SearchParams } from 'nuqs/server';
import { tokensQuery } from '@/components/tokens/queries';
import { TokensBrowser } from '@/components/tokens/tokens-browser';
import { tokensUrl } from '@/components/tokens/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import { listTokens } from '@/lib/people/tokens.data';
import { listTokensInput } from '@/lib/people/tokens.schema';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(tokensUrl);

type TokensPageProps = { searchParams: Promise<SearchParams>; open?: Read[] };

/** The API tokens, with one of them open or none. */
export async function TokensPage({ searchParams, open = [] }: TokensPageProps) {
  const url = await loadUrl(searchParams);
  const list = await readAhead(tokensQuery(url).queryKey, () =>
    listTokens(database(), listTokensInput.parse(given(url)), new Date()),
  );
  return (
    <Prefetched data={[...list, ...open]}>
      <TokensBrowser />
    </Prefetched>
  );
}
