import { normaliseProvider } from './identity';

/** The provider columns of a row, null where they are empty or not there. */
type Named = {
  service: string | null; // ServiceProviderName, from 1.3 on
  host: string | null; // HostProviderName, from 1.3 on
  provider: string | null; // ProviderName, until 1.3
  issuer: string | null; // InvoiceIssuerName
};

const CLOUDS = new Set(['aws', 'azure', 'gcp', 'oracle', 'alibaba']);

/**
 * Whose resource a row is about, normalised: who makes the service where it was bought from it directly, else what
 * ProviderName says, which files until 1.3 have. Later ones mean the same
 * by other columns: the cloud whose marketplace sold the service, which issues the invoice; else who makes the service,
 * whoever resells it. So a row keeps its provider when its export changes. Null when no column names one.
 */
export function providerOf({ service, host, provider, issuer }: Named): string | null {
  const isDirect =
    service !== null && issuer !== null && normaliseProvider(service) === normaliseProvider(issuer);
  const name = isDirect ? service : (provider ?? marketplaceOf(host, issuer) ?? service ?? host ?? issuer);
  return name === null ? null : normaliseProvider(name);
}

/** Without an issuer whatever hosts a service is taken to sell it. */
function marketplaceOf(host: string | null, issuer: string | null): string | null {
  if (issuer === null) return host;
  const seller = normaliseProvider(issuer);
  if (host !== null) return normaliseProvider(host) === seller ? host : null;
  return CLOUDS.has(seller) ? issuer : null;
}
