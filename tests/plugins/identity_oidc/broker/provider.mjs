// A broker of the business login for tests: a certified OpenID provider with one client and a page to sign in.
//
// Prints its address when it listens. `POST /wanted` (JSON) makes it anew: `redirect` is where it may send people back,
// `secret` the client's; `keys: "new"` replaces the keys it signs with; `codeSeconds` and `tokenSeconds` say how long codes
// and ID tokens are good. Who signs in, for which companies and at which level is typed into its page.

import { createServer } from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Provider, errors } from 'oidc-provider';

const LEVELS = ['loa2', 'loa3', 'loa4'].map((level) => `urn:etoegang:core:assurance-class:${level}`);
const people = new Map();
let wanted = { client: 'mkb-tests', secret: '-', redirect: 'http://127.0.0.1:1/', codeSeconds: 60, tokenSeconds: 300 };
let keys = newKeys();
let answer = null;

function newKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }] };
}

function broker(issuer) {
  const made = new Provider(issuer, {
    clients: [{
      client_id: wanted.client,
      client_secret: wanted.secret,
      redirect_uris: [wanted.redirect],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    }],
    jwks: keys,
    acrValues: LEVELS,
    claims: { openid: ['sub', 'acr', 'company_number', 'mandate', 'email', 'email_verified'] },
    conformIdTokenClaims: false, // brokers put the claims into the ID token
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: grantAll,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: () => wanted.codeSeconds,
      Grant: 3600,
      IdToken: () => wanted.tokenSeconds,
      Interaction: 600,
      Session: 3600,
    },
  });
  const callback = made.callback();
  return async (request, response) => {
    if (!request.url.startsWith('/sign-in/')) return callback(request, response);
    try {
      return request.method === 'POST' ? await signIn(made, request, response) : await ask(made, request, response);
    } catch (error) {
      response.writeHead(error instanceof errors.SessionNotFound ? 400 : 500, { 'content-type': 'text/plain' });
      return response.end(String(error));
    }
  };
}

/** Who signed in agreed with everything: brokers ask nothing more. */
async function grantAll(context) {
  const grant = new context.oidc.provider.Grant({
    accountId: context.oidc.session.accountId,
    clientId: context.oidc.client.clientId,
  });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

async function ask(made, request, response) {
  const { uid } = await made.interactionDetails(request, response);
  const levels = LEVELS.map((level) => `<option${level.endsWith('loa3') ? ' selected' : ''}>${level}</option>`);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="nl"><title>Makelaar</title><h1>Inloggen bij de makelaar</h1>
    <form method="post" action="/sign-in/${uid}">
    <label>Persoon <input id="person" name="person" value="person-1"></label>
    <label>Bedrijven <input id="companies" name="companies" value="12345678"></label>
    <label>Machtigingen <input id="mandates" name="mandates" value="12345678"></label>
    <label>Niveau <select id="level" name="level">${levels.join('')}</select></label>
    <label>E-mail <input id="email" name="email"></label>
    <button name="answer" value="yes">Verder</button> <button name="answer" value="no">Stoppen</button>
    </form></html>`);
}

async function signIn(made, request, response) {
  const form = new URLSearchParams(await bodyOf(request));
  if (form.get('answer') === 'no') {
    const refusal = { error: 'access_denied', error_description: 'the person stopped' };
    return made.interactionFinished(request, response, refusal);
  }
  const [person, companies, mandates] = [form.get('person'), numbers(form, 'companies'), numbers(form, 'mandates')];
  const email = form.get('email') ? { email: form.get('email'), email_verified: true } : {};
  people.set(person, { company_number: companies, mandate: mandates, ...email });
  // remember: false: whoever begins again is asked again.
  const login = { accountId: person, acr: form.get('level'), remember: false };
  return made.interactionFinished(request, response, { login });
}

function numbers(form, name) {
  const found = (form.get(name) ?? '').split(',').filter(Boolean);
  return found.length > 1 ? found : found[0]; // one as text, several as a list, as brokers do
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

const server = createServer(async (request, response) => {
  if (request.url !== '/wanted') return answer(request, response);
  const { keys: change, ...others } = JSON.parse(await bodyOf(request));
  wanted = { ...wanted, ...others };
  if (change === 'new') keys = newKeys();
  answer = broker(address());
  response.writeHead(204);
  return response.end();
});
const address = () => `http://127.0.0.1:${server.address().port}`;
server.listen(0, '127.0.0.1', () => {
  answer = broker(address());
  console.log(address());
});
process.stdin.resume().on('end', () => process.exit()); // ends with whoever started it
