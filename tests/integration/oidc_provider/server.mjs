// An OAuth server by people who have never heard of this SDK, and a workspace that takes its tokens.
// Usage: node server.mjs CERTIFICATE KEY. Prints its address; the OAuth server is below /oidc, as in a workspace.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const clients = [
  {
    client_id: 'service principal',
    client_secret: 'planted-secret %/@ +:',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  {
    client_id: 'databricks-cli',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['http://localhost'],
    token_endpoint_auth_method: 'none',
  },
  {
    client_id: 'web-app',
    client_secret: 'planted-secret-of-the-web-app',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [process.env.WEB_APP_CALLBACK ?? 'https://unused.example/callback'],
    token_endpoint_auth_method: 'client_secret_post',
  },
];

const [, , certificate, key] = process.argv;
const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
server.listen(0, '127.0.0.1', () => {
  const origin = `https://localhost:${server.address().port}`;
  const provider = new Provider(`${origin}/oidc`, {
    clients,
    cookies: { keys: ['a key of this test'] },
    pkce: { required: (_, client) => client.clientId !== 'service principal', methods: ['S256'] },
    scopes: ['all-apis', 'clusters', 'offline_access', 'sql'],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: true }, revocation: { enabled: true } },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    clientBasedCORS: () => false,
    // Short, so that clients must renew what they have.
    ttl: { ClientCredentials: 2, AccessToken: () => 5, AuthorizationCode: 60, Interaction: 600, Session: 600, Grant: 600,
           RefreshToken: 600, IdToken: 600 },
  });
  provider.on('server_error', (_, error) => console.error(error));
  const oauth = provider.callback();

  const grants = { authorization_code: 0, refresh_token: 0, client_credentials: 0 };
  provider.on('grant.success', (context) => { grants[context.oidc.params.grant_type] += 1; });

  // What the tokens say, as a call of the workspace's API.
  const answer = async (request) => {
    const [type, value] = (request.headers.authorization ?? '').split(' ');
    if (request.url === '/grants') return [200, grants];
    if (type !== 'Bearer') return [401, { error_code: 'UNAUTHENTICATED', message: 'no token' }];
    const token = await provider.AccessToken.find(value) ?? await provider.ClientCredentials.find(value);
    if (!token) return [401, { error_code: 'UNAUTHENTICATED', message: 'unknown token' }];
    if (request.url === '/api/2.0/token') {
      return [200, { client_id: token.clientId, scope: token.scope, jti: token.jti }];
    }
    if (request.url.startsWith('/api/2.1/clusters/list')) {
      return [200, { clusters: [{ cluster_id: '1', cluster_name: `cluster of ${token.accountId}`, state: 'RUNNING' }] }];
    }
    return [404, { error_code: 'NOT_FOUND', message: request.url }];
  };

  server.on('request', async (request, response) => {
    if (request.url.startsWith('/oidc/')) {
      // RFC 8414's name of the document, which this provider has under OpenID Connect's name.
      request.originalUrl = request.url.replace('oauth-authorization-server', 'openid-configuration');
      request.url = request.originalUrl.slice('/oidc'.length);
      return oauth(request, response);
    }
    const [status, body] = await answer(request);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  console.log(origin);
});
