import { normaliseProvider } from './identity';

/** The provider columns of a row, null where they are empty or not there. */
type Named = {
  service: string | null; // ServiceProviderName, from 1.3 on
  host: string | null; // HostProviderName, from 1.3 on
  provider: string | null; // ProviderName, until 1.3
  issuer: string | null; // InvoiceIssuerName
};

/**
 * Whose resource a row is about, normalised: the service's provider where it was bought from it directly, else the
 * cloud that hosts it, which a file until 1.2 names as the provider. So a marketplace row keeps its provider when its
 * export changes from 1.2 to 1.3. Null when no column names one.
 */
export function providerOf({ service, host, provider, issuer }: Named): string | null {
  const isDirect =
    service !== null && issuer !== null && normaliseProvider(service) === normaliseProvider(issuer);
  const name = isDirect ? service : (host ?? provider ?? service ?? issuer);
  return name === null ? null : normaliseProvider(name);
}
