# The command foldmart with the adapters for Kafka, Redis and Postgres: docker build --tag foldmart .

FROM node:22-bookworm-slim AS manifests
WORKDIR /app
COPY . .
# The installations below run again only if one of these files changes.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci
COPY . .
RUN node scripts/build/main.mjs packages/cli packages/adapters-kafka packages/adapters-redis packages/adapters-postgres
RUN node deploy/image/collect.mjs collected

FROM node:22-bookworm-slim AS production
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci --omit=dev --workspace @foldmart/cli --workspace @foldmart/adapters-kafka --workspace @foldmart/adapters-redis --workspace @foldmart/adapters-postgres

FROM node:22-bookworm-slim
ENV NODE_ENV=production PATH=/app/node_modules/.bin:$PATH
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/collected .
USER node
ENTRYPOINT ["foldmart"]
CMD ["--help"]
