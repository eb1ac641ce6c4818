'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';

declare global {
  /** Where Radix looks for the nonce of the styles it adds (get-nonce). */
  var __webpack_nonce__: string | undefined;
}

const Nonce = createContext<string | undefined>(undefined);

/**
 * The nonce that this document's Content-Security-Policy asks of styles and scripts. The page keeps the first it was
 * given: a later answer of the server brings a new one, but the policy of the document stays what it was.
 */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [first] = useState(() => {
    if (typeof window !== 'undefined') globalThis.__webpack_nonce__ = nonce;
    return nonce;
  });
  return <Nonce value={first}>{children}</Nonce>;
}

/** For what adds style elements of its own, such as an editor: `EditorView.cspNonce.of(nonce)`. */
export function useNonce(): string | undefined {
  return useContext(Nonce);
}
