/** Which addresses in a text are followed. Both lists only ever widen what is strict by default. */
export interface AddressPolicyOptions {
  /**
   * Schemes a link may have, without the colon. Relative links are always kept.
   * Default: http, https, mailto, tel.
   */
  readonly linkSchemes?: readonly string[] | undefined;
  /**
   * Origins images are loaded from, e.g. `https://cdn.example.com`; `'self'` is the page's own. Default: none,
   * for an image tells its server who reads the text, without a click. Others are shown as links.
   */
  readonly imageOrigins?: readonly string[] | undefined;
}

export interface AddressPolicy {
  isLink(address: string): boolean;
  isImage(address: string): boolean;
}

export const defaultLinkSchemes: readonly string[] = ['http', 'https', 'mailto', 'tel'];

/** Stands for the page's own origin, which is not known while rendering on a server. */
const self = 'https://self.invalid';

/** Read as a browser will read it: tabs and line breaks inside, backslashes and case are its business. */
function readAddress(address: string): URL | undefined {
  try {
    return new URL(address, self);
  } catch {
    return undefined;
  }
}

export function createAddressPolicy(options: AddressPolicyOptions): AddressPolicy {
  const { linkSchemes = defaultLinkSchemes, imageOrigins = [] } = options;
  const schemes = new Set(linkSchemes.map((scheme) => `${scheme.toLowerCase()}:`));
  const origins = new Set(imageOrigins.map(readOrigin));
  return {
    isLink(address) {
      const url = readAddress(address);
      return url !== undefined && (url.origin === self || schemes.has(url.protocol));
    },
    isImage(address) {
      const url = readAddress(address);
      return url !== undefined && /^https?:$/.test(url.protocol) && origins.has(url.origin);
    },
  };
}

const readOrigin = (origin: string): string =>
  origin === 'self' ? self : (readAddress(origin)?.origin ?? '');
