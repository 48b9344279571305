import type { Tenant } from '../../org/tenant.ts';

/** Who a bearer token stands for. */
export type ApiCaller =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'client' }
  | { readonly kind: 'guest' };

/** A call of the Platform API. */
export interface ApiCall {
  readonly tenant: Tenant;
  readonly caller: ApiCaller;
  /** What stands in the call's path for each `{}` of the route's. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  /** The request body as JSON; undefined without one. */
  readonly body: unknown;
  /** The request body as text. */
  readonly text: string;
  /** The bearer token. */
  readonly token: string;
  /** Ends the bearer token. */
  readonly revoke: () => void;
  /** `host:port` under which the tenant is reached. */
  readonly address: string;
}

/** A response with its status. A handler that returns anything else answers 200 with that. */
export class ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | number>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string | number>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface ApiRoute {
  readonly method: string;
  /** Such as `/api/v2/users/{}/presences/purecloud`. */
  readonly path: string;
  /**
   * The query parameters it honours; any other is refused with 400. `deleted=false` is a parameter of which only that
   * value is honoured. Without the list it honours none. `unchecked` is for what is no call of the Platform API.
   */
  readonly query?: readonly string[] | 'unchecked';
  readonly answer: (call: ApiCall) => unknown;
}
