import { ProblemError } from '@foldmart/http/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readClientAssets, type ClientAsset } from './client-assets.js';

/** Serves the files of the page. The names of scripts and styles change with their contents, so browsers may keep them. */
export function serveClient(app: FastifyInstance, assets = readClientAssets()): void {
  app.get('/', (request, reply) => {
    const [path = '', query] = request.url.split('?', 2);
    // Its files have relative addresses, so the page must be in a folder of its own.
    if (!path.endsWith('/')) {
      return reply.redirect(`${lastPart(path)}/${query === undefined ? '' : `?${query}`}`, 308);
    }
    return sendAsset(request, reply, assets.get('index.html'));
  });
  app.get<{ Params: { file: string } }>('/assets/:file', (request, reply) => {
    void reply.header('cache-control', 'public, max-age=31536000, immutable');
    return sendAsset(request, reply, assets.get(`assets/${request.params.file}`));
  });
}

/** A relative address, since a proxy may have removed a prefix. */
function lastPart(path: string): string {
  return `./${path.split('/').at(-1) ?? ''}`;
}

function sendAsset(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  asset: ClientAsset | undefined,
): FastifyReply {
  if (asset === undefined) {
    void reply.header('cache-control', 'no-store');
    throw new ProblemError('not-found', 'The page has no such file; npm run build builds it.');
  }
  const { etag, mediaType, bytes, gzipped } = asset;
  void reply.headers({ etag, vary: 'accept-encoding' });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  void reply.type(mediaType);
  const takesGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  return takesGzip ? reply.header('content-encoding', 'gzip').send(gzipped) : reply.send(bytes);
}
