# The companion server as an image: built with everything, shipped with what runs. No shell, no package manager,
# nobody's root. Pin both images by digest where your registry gives you one.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /src
# Only where better-sqlite3 has no prebuilt file for this platform; none of it is shipped.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN JOBS=max npm ci --include=dev --no-audit --no-fund
COPY manifest.json tsconfig.json tsconfig.build.json vite.config.ts ./
COPY assets ./assets
COPY translations ./translations
COPY src ./src
COPY server ./server
COPY workbench ./workbench
# What a checkout under a strict umask keeps to its owner, user 65532 could not read.
RUN node server/bin/build.mjs \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf dist/workbench \
 && chmod -R a+rX package.json manifest.json dist translations server \
 && mkdir -p /empty/vouch

FROM gcr.io/distroless/nodejs20-debian12:nonroot
WORKDIR /app
COPY --from=build /src/package.json /src/manifest.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY --from=build /src/translations ./translations
COPY --from=build /src/server/words ./server/words
COPY --from=build /src/server/letters ./server/letters
COPY --from=build /src/server/package-words ./server/package-words
COPY --from=build /src/server/bin/vouch-built.mjs /src/server/bin/healthy.mjs ./server/bin/
COPY --from=build --chown=65532:65532 /empty/vouch /var/lib/vouch
# The data folder lies below the mount, so that a restore can put it in place in one step.
ENV NODE_ENV=production \
    VOUCH_HOST=0.0.0.0 \
    VOUCH_PORT=4000 \
    VOUCH_DATA_DIR=/var/lib/vouch/data
USER 65532:65532
VOLUME /var/lib/vouch
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["/nodejs/bin/node", "server/bin/healthy.mjs"]
# Node ends on SIGTERM by itself: running drafts finish, the last checkpoint is signed, the store is closed.
ENTRYPOINT ["/nodejs/bin/node", "server/bin/vouch-built.mjs"]
CMD ["start"]
