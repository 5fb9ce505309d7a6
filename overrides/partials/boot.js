!function(e){e.classList.replace("no-js","js");try{["theme","mode","slash"].forEach(function(t){var a=localStorage.getItem(t);a&&e.setAttribute("data-"+t,a)})}catch(e){}}(document.documentElement)
