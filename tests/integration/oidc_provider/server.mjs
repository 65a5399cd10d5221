// An OAuth server by people who have never heard of this SDK, and a resource that takes its tokens. Prints its address.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'service principal',
      client_secret: 'planted-secret %/@ +:',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    }],
    scopes: ['all-apis', 'clusters', 'sql'],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: 2 },
  });
  const oauth = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/api/')) return oauth(request, response);
    const [type, value] = (request.headers.authorization ?? '').split(' ');
    const token = type === 'Bearer' && await provider.ClientCredentials.find(value);
    response.writeHead(token ? 200 : 401, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(token ? { client_id: token.clientId, scope: token.scope, jti: token.jti } : {}));
  });
  console.log(issuer);
});
